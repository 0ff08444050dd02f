"""Whom an act concerns: an account with its owner, and what must be true of both before anybody may touch them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from belajar.ports import Snapshot
from belajar.rules.access import Target, Whom
from belajar.rules.contacts import mask_email, mask_phone
from belajar.runtime.problems import ProblemError
from functions.assist.deps import Deps
from schemas.documents import Account, AccountState, Person
from schemas.http import Kontak
from schemas.people import Jenis, JenisLain
from schemas.staff import Petugas, Role

NOWHERE: Final = "-"
"""A region that only the helpdesk covers: to the others an unknown account looks like one outside their scope."""
USABLE: Final = (AccountState.CREATED, AccountState.ACTIVE)
_NUMBER: Final = re.compile(r"\d(?:[ .,/-]?\d){5,}")


@dataclass(frozen=True, slots=True)
class Owner:
    """An account and the person it is kept for. `staff`: is a petugas, so that more than school work is at stake."""

    account: Account
    person: Person
    staff: bool

    @property
    def whom(self) -> str:
        """For the audit: the person, whatever becomes of the reset or correction."""
        return f"people/{self.person.sumber_id}"

    @property
    def is_current(self) -> bool:
        """Whether it is the account that this person uses now."""
        return self.person.address == self.account.address

    @property
    def contacts(self) -> frozenset[str]:
        """Where something sent arrives: a bounced mail address is none."""
        return frozenset(contact for contact in (_mail(self.person), self.person.nomor_ponsel) if contact)


def find_owner(akun: str, deps: Deps) -> Owner | None:
    """None where nobody has this account."""
    held, petugas = deps.store.get(f"accounts/{akun}", f"petugas/{akun}")
    if held is None:
        return None
    [found] = deps.store.get(f"people/{held.data['person_id']}")
    return owner_of(held, found, petugas)


def owner_of(account: Snapshot | None, person: Snapshot | None, petugas: Snapshot | None) -> Owner | None:
    """From the three documents as they were read."""
    if account is None or person is None:
        return None
    staff = petugas is not None and Petugas.model_validate(petugas.data).active
    return Owner(Account.model_validate(account.data), Person.model_validate(person.data), staff)


def target_of(owner: Owner | None, also: Iterable[str] = (), also_niks: Iterable[str | None] = ()) -> Target:
    """Whom the act concerns; `also`: further addresses and NIK hashes of people who may not decide on it."""
    if owner is None:
        return Target(NOWHERE, whom=Whom.SCHOOL_PERSON)
    person = owner.person
    addresses = (owner.account.address, person.address, person.email_pribadi, *also)
    niks = (person.nik_hash, *also_niks)
    return Target(
        person.kode_wilayah,
        frozenset(nik for nik in niks if nik),
        frozenset(address for address in addresses if address),
        _whom(owner),
        person.npsn or "",
    )


def existing(owner: Owner | None) -> Owner:
    """To be asked after the rights. Raises ProblemError 404."""
    if owner is None:
        raise ProblemError("akun_tidak_ditemukan", "Periksa kembali penulisan alamat akun.")
    return owner


def check_usable(owner: Owner, roles: Collection[Role]) -> None:
    """Raises ProblemError 409 unless the account works, or is frozen and the helpdesk (`roles`) asks."""
    check_not_frozen(owner, roles)
    if owner.account.frozen_at is None and owner.account.state not in USABLE:
        raise ProblemError(
            "akun_tidak_dapat_direset",
            "Akun ini belum selesai dibuat atau sudah tidak aktif.",
            saran=["Periksa data pemilik di Dapodik. Status akunnya ada di Unduh Akun milik sekolahnya."],
        )


def check_not_frozen(owner: Owner, roles: Collection[Role]) -> None:
    """Raises ProblemError 409: what the owner froze by "bukan saya" is opened by the helpdesk only.

    Nor is anything done by way of an account that its owner has left for another: that one may be frozen.
    """
    if not owner.is_current:
        raise ProblemError(
            "akun_tidak_dapat_direset",
            "Pemilik akun ini sudah memakai akun lain.",
            saran=["Akun yang sekarang ada di Unduh Akun milik sekolahnya."],
        )
    if owner.account.frozen_at is not None and Role.HELPDESK not in roles:
        raise ProblemError(
            "akun_tidak_dapat_direset",
            'Akun ini dibekukan karena pemiliknya menyatakan "bukan saya".',
            saran=["Minta pemilik akun menghubungi helpdesk melalui tombol Butuh Bantuan di laman belajar.id."],
        )


def masked(person: Person) -> Kontak:
    """Contacts as petugas see them."""
    email, phone = _mail(person), person.nomor_ponsel
    return Kontak(email=mask_email(email) if email else None, ponsel=mask_phone(phone) if phone else None)


def without_numbers(words: str) -> str:
    """A reason needs no NIK, phone or birth date, and none is to be kept: numbers of six digits and more go."""
    return _NUMBER.sub("…", words)


def _mail(person: Person) -> str | None:
    return None if person.contact_bounced else person.email_pribadi


def _whom(owner: Owner) -> Whom:
    """The strictest that fits: a teacher who is a petugas is reset as an admin sekolah is, by the helpdesk only."""
    kinds = {owner.person.jenis, owner.account.jenis}
    if kinds & set(JenisLain):
        return Whom.OUTSIDE
    return Whom.SCHOOL_ADMIN if owner.staff or Jenis.TENAGA_KEPENDIDIKAN in kinds else Whom.SCHOOL_PERSON
