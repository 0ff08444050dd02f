"""Finds every document about one person: first by the person's id, then by what those documents name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from belajar.ports import Query, Snapshot, Store
from belajar.rules.matching import contact_hash
from schemas.documents import AccountState

PAGE: Final = 300
BY_PERSON: Final = (
    ("accounts", "person_id"),
    ("requests", "person_id"),
    ("requests", "matched"),
    ("messages", "person_id"),
    ("resets", "person_id"),
    ("corrections", "person_id"),
    ("tickets", "person_id"),
    ("official_addresses", "person_id"),
)
BY_ADDRESS: Final = (("resets", "akun"), ("tickets", "akun"))
"""A reset that nobody proved names no person yet."""
CONTACT_THROTTLES: Final = ("code", "assist", "koreksi", "reset", "reset-codes")
DATA_LISTS: Final = ("csv", "pdf")


@dataclass(frozen=True, slots=True)
class Subject:
    """The person, and every document by its path. `contacts`: addresses and phones by which throttles may know them."""

    person_id: str
    documents: dict[str, Snapshot]

    def of(self, collection: str) -> list[Snapshot]:
        """Of one collection, by path."""
        return [found for path, found in sorted(self.documents.items()) if path.startswith(f"{collection}/")]

    @property
    def addresses(self) -> set[str]:
        """Of accounts that are theirs: one may have been refused, and another reserved. What Workspace gave to somebody
        else is not theirs, nor is the account of a request for which they vouched as a person of the register.
        """
        people, accounts = self.of("people"), self.of("accounts")
        held = [found for found in self.of("requests") if found.data["person_id"] == self.person_id]
        own = [found for found in accounts if found.data["state"] != AccountState.FOREIGN]
        return {found.data["address"] for found in (*people, *held, *own)} - {None}

    @property
    def others(self) -> set[str]:
        """Ids under which the same human is also known: of the register, and of a request outside the schools."""
        named = {found.data[name] for found in self.of("requests") for name in ("matched", "person_id")}
        return named - {None, self.person_id}

    def values(self, *fields: str) -> set[str]:
        """Texts that the person's own documents hold in these fields."""
        held = (found.data.get(name) for found in self.documents.values() for name in fields)
        return {value for value in held if isinstance(value, str) and value}


def gather(person_id: str, store: Store, peppers: Sequence[bytes]) -> Subject:
    """Everything, however often something was written meanwhile; empty = nothing is held.

    Without peppers the throttles that are named by a keyed hash cannot be found.
    """
    subject = Subject(person_id, {})
    _take(subject, (found for name, by in BY_PERSON for found in _where(store, name, by, person_id)))
    _take(subject, store.get(f"people/{person_id}", f"correction_locks/{person_id}", f"throttles/details:{person_id}"))
    addresses = subject.addresses
    _take(subject, (found for name, by in BY_ADDRESS for at in addresses for found in _where(store, name, by, at)))
    _take(subject, store.get(*_named(subject, addresses)))
    _take(subject, (found for prefix in _throttles(subject, addresses, peppers) for found in _begins(store, prefix)))
    _take(subject, _audit(subject, addresses, store))
    return subject


def _named(subject: Subject, addresses: set[str]) -> list[str]:
    """Documents whose ids follow from the others. An account whose person is another one now is not theirs."""
    hashes = subject.values("nik_hash") | {
        one for found in subject.of("requests") for one in found.data.get("other_nik_hashes", ())
    }
    kinds = ("accounts", "reset_locks", "suspended", "petugas", "audit_heads")
    return [
        *(f"{kind}/{address}" for kind in kinds for address in addresses),
        *(f"lookup/{key}" for key in subject.values("lookup_key")),
        *(f"request_locks/{one}" for one in hashes),
    ]


def _throttles(subject: Subject, addresses: set[str], peppers: Sequence[bytes]) -> Iterator[str]:
    """Beginnings of their ids."""
    for found in subject.of("requests"):
        yield from (f"throttles/{kind}:{found.data['nomor']}" for kind in ("code-tries", "letter"))
    yield from (f"throttles/reset-tries:{found.data['id']}" for found in subject.of("resets"))
    yield from (f"throttles/download:{address}" for address in addresses)
    contacts = addresses | subject.values("email_pribadi", "nomor_ponsel", "email", "phone")
    hashes = {contact_hash(pepper, contact) for pepper in peppers for contact in contacts}
    yield from (f"throttles/{kind}:{one}" for kind in CONTACT_THROTTLES for one in hashes)


def _audit(subject: Subject, addresses: set[str], store: Store) -> Iterator[Snapshot]:
    """Rows about the person, their documents and the lists of their school, and of their own acts as staff."""
    yield from _where(store, "audit", "whom", f"people/{subject.person_id}")
    lists = {f"sekolah/{npsn}/akun.{form}" for npsn in subject.values("npsn") for form in DATA_LISTS}
    for target in sorted({*subject.documents, f"people/{subject.person_id}", *lists}):
        yield from _where(store, "audit", "target", target)
    for address in sorted(addresses):
        yield from _where(store, "audit", "actor", address)


def _take(subject: Subject, found: Iterable[Snapshot | None]) -> None:
    subject.documents.update({one.path: one for one in found if one and _is_theirs(one, subject.person_id)})


def _is_theirs(found: Snapshot, person_id: str) -> bool:
    """A look-up entry or an account may be somebody else's by now."""
    if found.path.startswith("accounts/"):
        return bool(found.data["person_id"] == person_id)
    return not found.path.startswith("lookup/") or person_id in found.data["persons"]


def _where(store: Store, collection: str, name: str, value: str) -> Iterator[Snapshot]:
    after = None
    while page := store.query(Query(collection, where=((name, "==", value),), limit=PAGE, after=after)):
        yield from page
        after = page[-1].path


def _begins(store: Store, prefix: str) -> Iterator[Snapshot]:
    """Documents whose path is `prefix`, or goes on behind it with a colon."""
    yield from (found for found in store.get(prefix) if found)
    after = f"{prefix}:"
    while page := store.query(Query(prefix.partition("/")[0], limit=PAGE, after=after)):
        for found in page:
            if not found.path.startswith(f"{prefix}:"):
                return
            yield found
        after = page[-1].path
