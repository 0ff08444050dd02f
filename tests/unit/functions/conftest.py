"""A real embedded store and a clock of the test's own for the steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from belajar.decision import Call
from belajar.embedded.store import SqliteStore
from tests.support.clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def call(clock: ManualClock):
    """A call of now."""

    def make(event_id: str = "e1") -> Call:
        return Call(event_id, "case", clock.now(), "198.51.100.7")

    return make
