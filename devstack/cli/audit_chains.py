"""Walks the audit chains of a store: all rows of each, page by page, and every chain that exists or should."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from belajar.ports import Query, Snapshot, Store
from belajar.rules.audit_chain import first_fault

PAGE: Final = 300
_BEHIND_NUMBERS: Final = "~"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults` by chain, in the order of the chains; `digest` over all heads, to be kept where nobody can change it."""

    chains: int
    rows: int
    faults: dict[str, str]
    digest: str


def verify(store: Store, only: str | None = None) -> Verdict:
    """Read every row. A chain that lost its head, or all its rows, is found by the other."""
    heads = {_id(snapshot): snapshot.data for snapshot in _pages(store, "audit_heads")}
    names = [only] if only else sorted({*heads, *_chains(store)})
    faults, count = {}, 0
    for name in names:
        rows = Counted(rows_of(store, name))
        if fault := first_fault(name, rows, heads.get(name)):
            faults[name] = fault
        count += rows.count
    latest = "".join(f"{name} {head.get('number')} {head.get('hash')}\n" for name, head in sorted(heads.items()))
    return Verdict(len(names), count, faults, hashlib.sha256(latest.encode()).hexdigest())


class Counted:
    """Rows on their way through, counted."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def rows_of(store: Store, chain: str) -> Iterator[dict[str, Any]]:
    """In the order of their ids; a row that stands under another number than its own says number 0."""
    for snapshot in _pages(store, "audit", f"audit/{chain}:"):
        name, _, number = _id(snapshot).rpartition(":")
        if name != chain:
            return
        yield snapshot.data if _is_number(snapshot.data.get("number"), number) else {**snapshot.data, "number": 0}


def _is_number(value: object, written: str) -> bool:
    return isinstance(value, int) and f"{value:010}" == written


def _chains(store: Store) -> Iterator[str]:
    """One read per chain: behind its first row the search goes on behind its last possible one."""
    after = None
    while found := store.query(Query("audit", limit=1, after=after)):
        chain, colon, _ = _id(found[0]).rpartition(":")
        # An id that is no row's is a chain without a head, which is a fault by itself.
        yield chain if colon else _id(found[0])
        after = max(found[0].path, f"audit/{chain}:{_BEHIND_NUMBERS}")


def _pages(store: Store, collection: str, after: str | None = None) -> Iterator[Snapshot]:
    while page := store.query(Query(collection, limit=PAGE, after=after)):
        yield from page
        after = page[-1].path


def _id(snapshot: Snapshot) -> str:
    return snapshot.path.partition("/")[2]
