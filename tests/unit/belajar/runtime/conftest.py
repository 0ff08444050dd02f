"""A runtime on a real embedded store, with a clock and a bus that tests can look into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from belajar.decision import Call
from belajar.embedded.store import SqliteStore
from belajar.runtime.run import Run, Runtime
from tests.support.clock import ManualClock
from tests.support.ports import KeptBus


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def bus() -> KeptBus:
    return KeptBus()


@pytest.fixture
def runtime(store: SqliteStore, bus: KeptBus, clock: ManualClock) -> Runtime:
    return Runtime(store, bus, clock)


@pytest.fixture
def delivery(runtime: Runtime, clock: ManualClock):
    """Makes one delivery of event `e1` to step `make`."""

    def make(event_id: str = "e1") -> Run:
        return Run(runtime, "make", Call(event_id, "case", clock.now()), event_id)

    return make
