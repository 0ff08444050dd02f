"""The school register as a witness: whoever stands in it under the same NIK, name and region needs no letter."""

from belajar.ports import Query
from belajar.rules.ringkas import is_same_person
from functions.dinas_request.deps import Deps
from schemas.documents import Person
from schemas.people import Jenis
from schemas.requests import Request

_MOST = 10
_STAFF = frozenset({Jenis.PENDIDIK, Jenis.TENAGA_KEPENDIDIKAN})
"""A pupil is never an office holder; people outside the schools came by requests themselves."""


def witness(request: Request, deps: Deps) -> Person | None:
    """The register's person whom the request is about, with a mailbox that works; else None."""
    people = [person for known in sorted(request.nik_hashes) for person in _known_by(known, deps)]
    return next((person for person in people if _vouches(person, request)), None)


def _known_by(nik_hash: str, deps: Deps) -> list[Person]:
    found = deps.store.query(Query("people", where=(("nik_hash", "==", nik_hash),), limit=_MOST))
    return [Person.model_validate(snapshot.data) for snapshot in found]


def _vouches(person: Person, request: Request) -> bool:
    assert request.tipe_dinas
    reachable = person.email_pribadi is not None and not person.contact_bounced
    same = is_same_person(person, request.nik_hashes, request.nama, request.kode_wilayah, request.tipe_dinas)
    return person.jenis in _STAFF and reachable and same
