"""Every port on both engines: what holds for one adapter must hold for the other."""

import base64
import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from belajar.cloud.bus import PubsubBus
from belajar.cloud.files import StorageFiles
from belajar.cloud.keys import KmsKeys
from belajar.embedded.bus import DeadLetter, SqliteBus
from belajar.embedded.claims import Patience
from belajar.embedded.delivery import Delivery
from belajar.embedded.files import FolderFiles
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Bus, Files, Keys, Store
from devstack.buckets import BucketsApp
from devstack.emulators import EmulatorPorts, clear_documents, emulators, missing_reason
from devstack.pubsub import PubsubDeadLetters, create_subscriptions
from devstack.topology import Bucket, Topology, topology
from tests.support.endpoint import Endpoint
from tests.support.kms import KEY, FakeKms
from tests.support.serving import serving

ENGINES = ["embedded", pytest.param("emulators", marks=pytest.mark.emulators)]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skipped here, not in a fixture, all tests share one place and so one line of the report says why."""
    if item.get_closest_marker("emulators") and (reason := missing_reason()):
        pytest.skip(f"not tried on Google's emulators: {reason}")


@pytest.fixture(scope="session")
def emulator_ports() -> Iterator[EmulatorPorts]:
    """Google's emulators, started once per test process."""
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


@dataclass(frozen=True)
class Wired:
    """A bus whose subscriptions all push to `endpoint`. `dead` lists and replays what was given up."""

    project: str
    bus: Bus
    endpoint: Endpoint
    dead: SqliteBus | PubsubDeadLetters

    def dead_letters(self, count: int = 1) -> list[DeadLetter]:
        """Once there are so many: they appear a moment after the last delivery."""
        for _ in range(2400):  # the emulator spaces its pushes as it likes, two minutes at the worst
            if len(found := self.dead.dead_letters()) >= count:
                return found
            threading.Event().wait(0.05)
        raise AssertionError(f"{len(found)} dead letters")


@pytest.fixture
def impatient() -> Topology:
    """The topology with two listeners to one topic, and without the long waits."""
    listening = topology().subscriptions["account-created-v1"]
    hasty = {"min_backoff_seconds": 0, "max_backoff_seconds": 1, "max_delivery_attempts": 5}
    subscriptions = {
        "account-created-v1": listening.model_copy(update={"functions": ["notify", "sync"], **hasty}),
        "account-refused-v1": listening.model_copy(update={"functions": ["notify"], **hasty}),
    }
    return topology().model_copy(update={"subscriptions": subscriptions})


@pytest.fixture(params=ENGINES)
def wired(request: pytest.FixtureRequest, tmp_path: Path, impatient: Topology) -> Iterator[Wired]:
    """A bus of each engine in a project of its own."""
    endpoint = Endpoint()
    kind = _embedded_bus if request.param == "embedded" else _pubsub_bus
    with kind(request, tmp_path, impatient, endpoint) as wired:
        yield wired
    endpoint.close()


@pytest.fixture
def bus(wired: Wired) -> Bus:
    """Of each engine."""
    return wired.bus


@contextmanager
def _embedded_bus(_: object, tmp_path: Path, impatient: Topology, endpoint: Endpoint) -> Iterator[Wired]:
    bus = SqliteBus(tmp_path / "bus.sqlite")
    bus.configure(impatient.deliveries())
    delivery = Delivery(tmp_path / "bus.sqlite", "school", patience=Patience(backoff_scale=0.01))
    delivery.start(lambda _: endpoint.url, impatient.concurrency())
    yield Wired("school", bus, endpoint, bus)
    delivery.stop()
    bus.close()


@contextmanager
def _pubsub_bus(request: pytest.FixtureRequest, _: object, impatient: Topology, endpoint: Endpoint) -> Iterator[Wired]:
    ports: EmulatorPorts = request.getfixturevalue("emulator_ports")
    request.getfixturevalue("monkeypatch").setenv("PUBSUB_EMULATOR_HOST", ports.pubsub_host)
    project = f"bus-{uuid.uuid4().hex[:8]}"
    create_subscriptions(impatient, project, lambda _: endpoint.url)
    bus = PubsubBus(project)
    yield Wired(project, bus, endpoint, PubsubDeadLetters(project))
    bus.close()


@pytest.fixture(params=["folder", "storage"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Files]:
    """Buckets `rosters` and `others`: folders, and Cloud Storage's API on the wire in front of folders."""
    folder = FolderFiles(tmp_path / "buckets")
    if request.param == "folder":
        yield folder
        return
    silent = {name: Bucket(retention_days=1) for name in ("rosters", "others")}
    with serving(BucketsApp(folder, SqliteBus(tmp_path / "bus.sqlite"), silent)) as url:
        storage = StorageFiles(url)
        yield storage
        storage.close()


@pytest.fixture
def key_bytes() -> dict[str, bytes]:
    """Versions in no order: `10` is newer than `9`, whatever their spelling says."""
    return {"9": b"9" * 32, "10": b"t" * 32, "1": b"1" * 32}


@pytest.fixture(params=["file", "kms"])
def keys(request: pytest.FixtureRequest, tmp_path: Path, key_bytes: dict[str, bytes]) -> Iterator[Keys]:
    """Both keepers of the same key versions."""
    if request.param == "file":
        newest_first = sorted(key_bytes, key=int, reverse=True)
        lines = [f"{version} {base64.b64encode(key_bytes[version]).decode()}" for version in newest_first]
        (tmp_path / "keys").write_text("\n".join(lines))
        yield FileKeys(tmp_path / "keys")
        return
    with serving(FakeKms(key_bytes)) as url:
        kms = KmsKeys(KEY, url)
        yield kms
        kms.close()
