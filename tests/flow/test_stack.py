"""The local stack as its users start it: a process of its own, which may be killed at any time."""

import os
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from belajar.cloud.directory import WorkspaceDirectory
from belajar.embedded.bus import SqliteBus
from belajar.embedded.store import SqliteStore
from belajar.ports import Query
from belajar.progress import progress
from belajar.runtime.outbox import Outbox
from devstack.cli.uploading import upload
from devstack.demo.checks import eventually
from devstack.demo.child import await_ready, child_stack, start_child, stop_child
from devstack.host.running import Note, running
from devstack.inbox.database import Inbox
from devstack.sample.generate import generate, write_csv
from devstack.sample.people import SamplePerson
from tests.support.clock import ManualClock

PEOPLE, BAD = 60, 3
LONG = 20.0


@pytest.fixture
def sample(tmp_path: Path) -> tuple[Path, list[SamplePerson]]:
    file = tmp_path / "contoh.csv"
    lines = list(generate(PEOPLE, 9, seed=3, bad_rows=BAD))
    write_csv(file, lines)
    return file, [line.person for line in lines if line.person]


def store_of(note: Note) -> SqliteStore:
    return SqliteStore(note.places.state / "store.sqlite")


def started(store: SqliteStore, import_id: str) -> str:
    return "yes" if progress(store, import_id)["accounts_made"] >= 10 else "no"


def users(note: Note) -> dict[str, str]:
    directory = WorkspaceDirectory(f"{note.url}/_workspace", None, None)
    read = directory.list_page(None)
    directory.close()
    return {user.address: user.external_id or "" for user in read.users}


def sweep_early(store: SqliteStore, note: Note) -> None:
    """What the sweeper does a minute after a crash; no test should wait that long."""
    bus = SqliteBus(note.places.bus)
    Outbox(store, bus, ManualClock(datetime.now(UTC) + timedelta(minutes=2))).sweep()
    bus.close()


def ready_mails(note: Note) -> int:
    return len({mail.message_id for mail in Inbox(note.places.inbox).mails(limit=1000)})


def test_a_stack_killed_in_the_middle_of_an_import_loses_nothing_and_makes_nobody_twice(tmp_path, sample):
    file, people = sample
    root = tmp_path / "stack"
    process = start_child(root, "embedded")
    try:
        note = await_ready(process, root)
        import_id = upload(note.url, file)
        store = store_of(note)
        assert eventually(lambda: started(store, import_id), "yes", LONG) == "yes"
        os.killpg(process.pid, signal.SIGKILL)
    finally:
        stop_child(process)
    made = progress(store, import_id)["accounts_made"]
    assert made < PEOPLE, "killed too late to prove anything"
    assert running(root / "run") is None

    with child_stack(root, "embedded") as again:
        assert eventually(lambda: progress(store, import_id)["accounts_made"], PEOPLE, LONG) == PEOPLE
        counts = progress(store, import_id)
        assert (counts["accepted"], counts["rejected"]) == (PEOPLE, BAD)
        assert eventually(lambda: len(users(again)), PEOPLE, LONG) == PEOPLE
        found = users(again)
        assert Counter(found.values()) == Counter(person.sumber_id for person in people)
        stored = store.query(Query("people", limit=1000))
        assert {document.data["address"]: document.data["sumber_id"] for document in stored} == found
        sweep_early(store, again)
        assert eventually(lambda: store.query(Query("outbox")), [], LONG) == []
        mailed = sum(bool(person.email_pribadi) for person in people)
        assert eventually(lambda: ready_mails(again), mailed, LONG) == mailed
    store.close()


def test_a_stack_answers_on_every_address_it_names_and_ends_cleanly(tmp_path):
    root = tmp_path / "stack"
    process = start_child(root, "embedded")
    try:
        note = await_ready(process, root)
        for path in ("/", "/_peristiwa", "/_surat/", "/_workspace/", "/_fungsi", "/_keadaan"):
            assert requests.get(note.url + path, timeout=10).status_code == 200, path
        miss = requests.post(f"{note.url}/v1/akun/periksa", json={}, timeout=10)
        assert miss.status_code == 422
        assert miss.headers["Content-Type"] == "application/problem+json"
    finally:
        code = stop_child(process)
    assert code == 0
    assert running(root / "run") is None
    with pytest.raises(requests.ConnectionError):
        requests.get(note.url, timeout=5)
