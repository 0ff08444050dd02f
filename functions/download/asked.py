"""What a petugas asks for: whose accounts of which school. Judged in full before anything is read."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from belajar.decision import Call
from belajar.rules.access import Target, Whom
from belajar.runtime.problems import wrong_fields
from schemas.documents import Person
from schemas.http import FieldProblem
from schemas.people import Jenis


class Daftar(StrEnum):
    """The three lists of pd.data's "Unduh Akun". Everybody of a school is on exactly one."""

    PESERTA_DIDIK = "peserta_didik"
    PTK = "ptk"
    """Pendidik, and tenaga kependidikan without a role that gives an account."""
    ADMIN = "admin"
    """Kepala satuan pendidikan and operator."""


SEPARATORS: Final[Mapping[str, str]] = {"koma": ",", "titik_koma": ";"}


def list_of(person: Person) -> Daftar:
    """The one list this person is on."""
    if person.jenis is Jenis.PESERTA_DIDIK:
        return Daftar.PESERTA_DIDIK
    return Daftar.ADMIN if person.peran else Daftar.PTK


def target_of(call: Call) -> Target:
    """Whom the download concerns; an unknown list is judged as the ordinary one, and refused after the rights."""
    whom = Whom.SCHOOL_ADMIN if call.query.get("jenis") == Daftar.ADMIN else Whom.SCHOOL_PERSON
    return Target(npsn=call.params["npsn"], whom=whom)


def list_asked(call: Call) -> Daftar:
    """Raises ProblemError 422."""
    return Daftar(_one_of("jenis", call.query.get("jenis", ""), [*Daftar]))


def separator_asked(call: Call) -> str:
    """What stands between two cells; the Indonesian Excel wants a semicolon. Raises ProblemError 422."""
    return SEPARATORS[_one_of("pemisah", call.query.get("pemisah", "koma"), [*SEPARATORS])]


def _one_of(name: str, given: str, known: list[str]) -> str:
    if given not in known:
        choices = f"Tulis {name}= diikuti salah satu dari: {', '.join(known)}."
        raise wrong_fields([FieldProblem(pointer=f"/{name}", code="enum", detail=choices)])
    return given
