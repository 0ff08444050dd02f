"""How the new credential reaches its owner: to a contact, or for a pupil without any on a printed card."""

from collections.abc import Collection
from typing import Final

from belajar.rules.access import SCHOOL_ROLES
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from functions.assist.deps import Deps
from functions.assist.owners import Owner, find_owner
from schemas.people import Jenis
from schemas.staff import Petugas, Role

_CORRECT: Final = (
    "Admin sekolah dapat memperbaiki kontak pemilik melalui menu Perbaiki Kontak. Kontak baru berlaku setelah "
    f"{POLICY.correction_wait_seconds // 86400} hari; sesudah itu ajukan lagi."
)
_CARD: Final = "Untuk peserta didik tanpa kontak, admin sekolahnya dapat mengganti kata sandi dan mencetak kartu."


def needs_card(owner: Owner, *, allowed: bool) -> bool:
    """Whether a card must be printed. Raises ProblemError 409 where there is no contact and it is not `allowed`."""
    if owner.contacts:
        return False
    pupil = owner.person.jenis is Jenis.PESERTA_DIDIK
    if pupil and allowed:
        return True
    raise ProblemError(
        "kontak_tidak_ada",
        "Pemilik akun belum mempunyai email pribadi atau nomor ponsel yang dapat dipakai.",
        saran=[_CARD, _CORRECT] if pupil else [_CORRECT],
    )


def may_print(roles: Collection[Role]) -> bool:
    """Cards are printed at the school, by whoever hands them over."""
    return bool(SCHOOL_ROLES.intersection(roles))


def reaches_petugas(owner: Owner, petugas: Petugas, deps: Deps) -> bool:
    """Whether the contact is the petugas' own: they would read a password that is not theirs.

    Of pupils it makes no difference: what their operator may print, the operator may also receive.
    """
    if owner.person.jenis is Jenis.PESERTA_DIDIK:
        return False
    return bool(owner.contacts & own_contacts(petugas, deps))


def own_contacts(petugas: Petugas, deps: Deps) -> frozenset[str]:
    """The address they sign in with, and what is on the register for it."""
    own = find_owner(petugas.address, deps)
    return frozenset({petugas.address}) | (own.contacts if own else frozenset())
