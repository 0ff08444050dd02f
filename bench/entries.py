"""Stored look-up entries to hit: a sample imported by the roster function, its accounts ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from belajar.cloud.store import FirestoreStore
from belajar.embedded.store import SqliteStore
from belajar.ports import Merge, Put, Query, Snapshot
from bench.importing import import_roster, roster_lines, write_roster
from bench.surroundings import Surroundings, adopt_settings
from devstack.host.environment import PROJECT
from functions.lookup.step import LAST_SYNC
from schemas.documents import AccountState

PEOPLE: Final = 300
ASKED: Final = 50


@dataclass(frozen=True, slots=True)
class Entries:
    """Documents on the embedded engine, and the forms of some of the people in them."""

    store: SqliteStore
    paths: Sequence[str]
    forms: Sequence[Mapping[str, str]]

    def copy_to(self, around: Surroundings) -> None:
        """The same documents on Google's emulator."""
        adopt_settings(around.settings())
        there = FirestoreStore(PROJECT, "(default)")
        for snapshot in self.store.get(*self.paths, LAST_SYNC):
            assert snapshot
            there.commit([Put(snapshot.path, snapshot.data)])
        there.close()


def entries(around: Surroundings) -> Entries:
    """Import a sample into this embedded engine and mark its accounts as made."""
    write_roster(around.folder, PEOPLE)
    import_roster(around)
    store = SqliteStore(around.folder / "store.sqlite")
    found = _all(store)
    for number, entry in enumerate(found):
        made = {"state": AccountState.CREATED.value, "address": f"contoh{number}@sd.belajar.id"}
        store.commit([Merge(entry.path, {"persons": dict.fromkeys(entry.data["persons"], made)})])
    store.commit([Put(LAST_SYNC, {"state": "done", "refreshed_at": datetime.now(UTC)})])
    return Entries(store, [entry.path for entry in found], _forms())


def _all(store: SqliteStore) -> list[Snapshot]:
    found: list[Snapshot] = []
    while page := store.query(Query("lookup", after=found[-1].path if found else None)):
        found += page
    return found


def _forms() -> list[dict[str, str]]:
    """What some of the people would type."""
    people = (line.person for line in roster_lines(PEOPLE) if line.person)
    return [person.form() for person in islice(people, ASKED)]
