"""One line for everybody of the list: nobody is left out because their account is not there yet."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from belajar.credentials import initial_credentials
from belajar.ports import Query, Store
from functions.download.asked import Daftar, list_of
from functions.download.deps import Deps
from functions.download.standing import has_initial_password, has_user_id, standing
from schemas.documents import Account, Person
from schemas.people import Jenis

PEOPLE_PER_QUERY: Final = 500
ACCOUNTS_PER_READ: Final = 300
_NUMBERS: Final = re.compile(r"(\d+)")
ClassKey = tuple[int, tuple[int | str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One person. `akun` and `kata_sandi` are empty where there is none to hand out; `status` then says why."""

    nama: str
    tingkat: int | None
    rombel: str
    sekolah: str
    akun: str
    kata_sandi: str = field(repr=False)
    status: str

    @property
    def class_key(self) -> ClassKey:
        """Equal for one class; in the order of grades, then X-2 before X-10."""
        parts = _NUMBERS.split(self.rombel.casefold())
        return self.tingkat or 0, tuple(int(part) if part.isdecimal() else part for part in parts)


def people_of(npsn: str, store: Store) -> list[Person]:
    """Everybody whom the register places in this school now."""
    return [Person.model_validate(data) for data in _documents(npsn, store)]


def rows_of(people: Iterable[Person], daftar: Daftar, deps: Deps) -> list[Row]:
    """The list, sorted by class and name. One key operation for the school; see initial_credentials."""
    listed = [person for person in people if list_of(person) is daftar]
    accounts = _accounts(listed, deps.store)
    unused = [account for account in accounts.values() if has_initial_password(account)]
    appointed = _appointed(unused, deps.store)
    passwords = initial_credentials((one for one in unused if one.address not in appointed), deps.keys)
    ordered = [
        (_row(person, accounts.get(person.sumber_id), passwords, appointed), person.sumber_id) for person in listed
    ]
    ordered.sort(key=lambda pair: (pair[0].class_key, pair[0].nama.casefold(), pair[1]))
    return [row for row, _ in ordered]


def _documents(npsn: str, store: Store) -> Iterator[dict[str, object]]:
    after = None
    while True:
        page = store.query(Query("people", (("npsn", "==", npsn),), limit=PEOPLE_PER_QUERY, after=after))
        yield from (found.data for found in page)
        if len(page) < PEOPLE_PER_QUERY:
            return
        after = page[-1].path


def _accounts(people: Sequence[Person], store: Store) -> dict[str, Account]:
    """By person; an account that names another person is not theirs."""
    owners = {person.address: person.sumber_id for person in people if person.address}
    paths = [f"accounts/{address}" for address in owners]
    starts = range(0, len(paths), ACCOUNTS_PER_READ)
    found = [snapshot for start in starts for snapshot in store.get(*paths[start : start + ACCOUNTS_PER_READ])]
    accounts = [Account.model_validate(snapshot.data) for snapshot in found if snapshot]
    return {account.person_id: account for account in accounts if owners[account.address] == account.person_id}


def _appointed(accounts: Iterable[Account], store: Store) -> frozenset[str]:
    """Addresses of those who are petugas, so that more than school work is at stake; pupils never are."""
    paths = [f"petugas/{account.address}" for account in accounts if account.jenis is not Jenis.PESERTA_DIDIK]
    found = store.get(*paths) if paths else []
    return frozenset(petugas.data["address"] for petugas in found if petugas and petugas.data["active"])


def _row(person: Person, account: Account | None, passwords: dict[str, str], appointed: Collection[str]) -> Row:
    akun = account.address if account and has_user_id(account) else ""
    return Row(
        nama=person.nama,
        tingkat=person.tingkat,
        rombel=person.rombel or "",
        sekolah=person.nama_sekolah or "",
        akun=akun,
        kata_sandi=passwords.get(akun, ""),
        status=standing(person, account, appointed=akun in appointed),
    )
