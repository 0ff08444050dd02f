"""Every port on both engines: what holds for one adapter must hold for the other."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from belajar.embedded.store import SqliteStore
from belajar.ports import Store
from devstack.emulators import EmulatorPorts, clear_documents, emulators, missing_reason

ENGINES = ["embedded", pytest.param("emulators", marks=pytest.mark.emulators)]


@pytest.fixture(scope="session")
def emulator_ports() -> Iterator[EmulatorPorts]:
    """Google's emulators, started once per test process; without them one line of the report says why."""
    if reason := missing_reason():
        pytest.skip(f"not tried on Google's emulators: {reason}")
    with emulators() as ports:
        yield ports


@pytest.fixture
def emulator_project(emulator_ports: EmulatorPorts, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty project on the emulators, which the environment of this test points at."""
    project = f"contract-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", emulator_ports.firestore_host)
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", emulator_ports.pubsub_host)
    clear_documents(emulator_ports.firestore_host, project)
    return project


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each engine."""
    if request.param == "embedded":
        sqlite = SqliteStore(tmp_path / "state" / "store.sqlite")
        yield sqlite
        sqlite.close()
        return
    from belajar.cloud.store import FirestoreStore

    firestore = FirestoreStore(request.getfixturevalue("emulator_project"), "(default)")
    yield firestore
    firestore.close()
