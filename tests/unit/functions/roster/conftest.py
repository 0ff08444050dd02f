"""A roster function on the embedded engine; events go round by hand, so that tests may repeat or drop them."""

import csv
import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from belajar.decision import Call
from belajar.embedded.files import FolderFiles
from belajar.embedded.store import SqliteStore
from belajar.progress import progress
from belajar.runtime.run import Outcome, Run, Runtime
from functions.roster.chunk import chunk
from functions.roster.deps import Deps
from functions.roster.finish import finish
from functions.roster.receive import import_id_of, receive
from functions.roster.scan import scan
from schemas.events import CATALOGUE, AccountRequested, ChunkCut, Event, ImportAdvanced, RosterReceived, RosterScanned
from schemas.roster import COLUMNS
from tests.support.clock import ManualClock
from tests.support.ports import KeptBus

STEPS: dict[type[Event], Callable[..., Any]] = {
    RosterReceived: receive,
    RosterScanned: scan,
    ChunkCut: chunk,
    ImportAdvanced: finish,
}
PUPIL = {
    "sumber_id": "0f0e0d0c-0b0a-4908-8706-000000000000",
    "jenis": "peserta_didik",
    "peran": "",
    "nama": "Nur'aini Rahmawati",
    "nama_ibu_kandung": "Sumarni Wijayanti",
    "tanggal_lahir": "2014-05-17",
    "nik": "3204995705140001",
    "nisn": "0141234567",
    "nuptk": "",
    "npsn": "90000001",
    "nama_sekolah": "SD Negeri 1 Contoh",
    "jenjang": "sd",
    "tingkat": "4",
    "rombel": "4A",
    "email_pribadi": "ibu.sumarni@keluarga.test",
    "nomor_ponsel": "0812-555-00001",
    "kode_wilayah": "3204",
}


class Overtaking:
    """A store where somebody acts, once, right after documents of a collection were read."""

    def __init__(self, store: SqliteStore, collection: str, act: Callable[[], object]) -> None:
        self._store, self._collection = store, collection
        self._acts = [act]

    def get(self, *paths: str) -> list[Any]:
        found = self._store.get(*paths)
        if self._acts and any(path.startswith(f"{self._collection}/") for path in paths):
            self._acts.pop()()
        return found


class Roster:
    """Drives the steps as the runtime and the bus would."""

    def __init__(self, store: SqliteStore, files: FolderFiles, clock: ManualClock) -> None:
        self.store, self.files, self.clock = store, files, clock
        self.deps = Deps(store, files, (b"pepper",), "rosters")
        self.asked: list[str] = []
        self.delivered: list[tuple[str, Event]] = []
        self.bus = KeptBus()
        self._generation = 0

    def deliver(self, event: Event, event_id: str) -> tuple[Outcome, list[tuple[str, Event]]]:
        """One delivery; returns the outcome and the events that went out, with their ids."""
        bus, call = KeptBus(), Call(event_id, "case", self.clock.now())
        self.bus = bus
        run = Run(Runtime(self.store, bus, self.clock), "roster", call, event_id)
        outcome = run.execute(lambda: STEPS[type(event)](event, call, self.deps))
        return outcome, [_opened(message) for message in bus.messages]

    def out(self) -> list[Event]:
        """What the last delivery published, also when it was killed."""
        return [_opened(message)[1] for message in self.bus.messages]

    def drain(self, event: Event, event_id: str) -> None:
        """Deliver the event and all that follows from it."""
        waiting = deque([(event_id, event)])
        while waiting:
            event_id, event = waiting.popleft()
            if isinstance(event, AccountRequested):
                self.asked.append(event.person_id)
                continue
            self.delivered.append((event_id, event))
            waiting.extend(self.deliver(event, event_id)[1])

    def overtaken(self, collection: str, act: Callable[[], object]) -> Deps:
        """Deps of a run that somebody overtakes behind its first read of the collection."""
        return replace(self.deps, store=Overtaking(self.store, collection, act))  # type: ignore[arg-type]

    def put(self, content: bytes, name: str = "") -> RosterReceived:
        self._generation += 1
        name = name or f"in/{self._generation}.csv"
        self.files.write("rosters", name, content)
        return RosterReceived(bucket="rosters", name=name, generation=str(self._generation))

    def read(self, content: bytes) -> str:
        """Import a file to its end; returns the import id."""
        event = self.put(content)
        self.drain(event, f"received-{self._generation}")
        return import_id_of(event)

    def document(self, path: str) -> dict[str, Any]:
        [snapshot] = self.store.get(path)
        assert snapshot, path
        return snapshot.data

    def imported(self, import_id: str) -> dict[str, Any]:
        return self.document(f"imports/{import_id}")

    def person(self, number: int = 0) -> dict[str, Any]:
        return self.document(f"people/{person_id(number)}")

    def shown(self, number: int = 0) -> dict[str, Any]:
        """What a check would show of the person."""
        person = self.person(number)
        shown: dict[str, Any] = self.document(f"lookup/{person['lookup_key']}")["persons"][person["sumber_id"]]
        return shown

    def counts(self, import_id: str) -> dict[str, int]:
        return {name: count for name, count in progress(self.store, import_id).items() if name != "chunks_done"}

    def rejects(self, import_id: str) -> list[dict[str, str]]:
        name = self.imported(import_id)["rejects"]
        text = self.files.read("rosters", name, 0, 10_000_000).decode() if name else ""
        return list(csv.DictReader(text.splitlines(), delimiter=";"))

    def chunks(self) -> list[tuple[str, ChunkCut]]:
        return [(event_id, event) for event_id, event in self.delivered if isinstance(event, ChunkCut)]

    def fingerprint(self) -> str:
        """Of everything that people and look-ups hold."""
        from belajar.ports import Query

        found = [s for name in ("people", "lookup") for s in self.store.query(Query(name, limit=1000))]
        return hashlib.sha256(repr([(s.path, s.version) for s in found]).encode()).hexdigest()


def _opened(message: Any) -> tuple[str, Event]:
    model = CATALOGUE[message.attributes["ce-type"]]
    return message.attributes["ce-id"], model.model_validate(json.loads(message.data))


def person_id(number: int) -> str:
    return f"0f0e0d0c-0b0a-4908-8706-{number:012d}"


@pytest.fixture
def roster(tmp_path: Path) -> Iterator[Roster]:
    store = SqliteStore(tmp_path / "store.sqlite")
    yield Roster(store, FolderFiles(tmp_path / "buckets"), ManualClock())
    store.close()


@pytest.fixture
def pupil() -> Callable[..., dict[str, str]]:
    """A good row, the number-th, with some cells changed."""

    def make(number: int = 0, **cells: str) -> dict[str, str]:
        mother = f"Sumarni {chr(65 + number // 26 % 26)}{chr(97 + number % 26)}ti"
        return PUPIL | {"sumber_id": person_id(number), "nama_ibu_kandung": mother} | cells

    return make


@pytest.fixture
def file_of() -> Callable[..., bytes]:
    """The file that holds these rows: dicts, or raw lines."""

    def make(*rows: dict[str, str] | bytes, delimiter: str = ";", newline: bytes = b"\n") -> bytes:
        lines = [
            row if isinstance(row, bytes) else delimiter.join(row[column] for column in COLUMNS).encode()
            for row in rows
        ]
        return newline.join([delimiter.join(COLUMNS).encode(), *lines, b""])

    return make
