"""Nothing stays lost: left events go out, imports come to their end, stuck ones are read again, then told."""

from datetime import timedelta

import pytest

from belajar.ports import Merge, Put
from belajar.progress import count_progress
from belajar.runtime.outbox import Outbox
from belajar.runtime.run import Run, Runtime
from functions.sweeper.step import Deps, sweep
from schemas.events import ImportAdvanced, RosterReceived, SweeperTicked
from schemas.imports import Import, ImportState
from tests.support.ports import KeptBus

IMPORT = "a" * 32


@pytest.fixture
def bus() -> KeptBus:
    return KeptBus()


@pytest.fixture
def tick(store, bus, clock, call):
    def run() -> list:
        bus.messages.clear()
        event_id = f"tick{clock.now().isoformat()}"
        deps = Deps(store, Outbox(store, bus, clock))
        Run(Runtime(store, bus, clock), "sweeper", call(event_id), event_id).execute(
            lambda: sweep(SweeperTicked(), call(event_id), deps)
        )
        return [(m.topic, m.data) for m in bus.messages]

    return run


@pytest.fixture
def imported(store, clock):
    def put(state: ImportState, import_id: str = IMPORT, generation: str = "1", **counts: int) -> None:
        document = Import(
            bucket="rosters", name="in/a.csv", generation=generation, state=state, chunks=2,
            created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip
        store.commit([Put(f"imports/{import_id}", document.model_dump())])
        if counts:
            store.commit([count_progress(import_id, "x", counts)])

    return put


def state_of(store, import_id: str = IMPORT) -> str:
    return store.get(f"imports/{import_id}")[0].data["state"]


def test_an_import_whose_accounts_all_have_an_outcome_is_settled_with_totals(store, imported, tick):
    imported(ImportState.FINISHED, requested=5, accounts_made=3, accounts_refused=1, accounts_found=1)
    assert tick() == []
    document = store.get(f"imports/{IMPORT}")[0].data
    assert (document["state"], document["totals"]["accounts_made"]) == ("settled", 3)


def test_an_import_with_open_accounts_waits(store, imported, tick):
    imported(ImportState.FINISHED, requested=5, accounts_made=4)
    tick()
    assert state_of(store) == "finished"


def test_of_very_many_open_imports_each_has_its_turn(store, imported, tick, clock):
    """All but the last wait for accounts; by id alone it would never be looked at."""
    for number in range(40):
        imported(ImportState.FINISHED, f"{number:032x}", requested=1)
    imported(ImportState.FINISHED, "f" * 32)
    for _ in range(40):
        clock.advance(minutes=1)
        tick()
        if state_of(store, "f" * 32) == "settled":
            return
    raise AssertionError("never looked at")


def test_accounts_that_are_refused_are_movement_too(store, imported, tick, clock):
    imported(ImportState.FINISHED, requested=9)
    for _ in range(5):
        store.commit([count_progress(IMPORT, "x", {"accounts_refused": 1})])
        clock.advance(minutes=50)
        tick()
    assert state_of(store) == "finished", "not replayed"


def test_the_totals_are_taken_when_every_chunk_is_read_but_nobody_noticed(imported, tick):
    imported(ImportState.READING, chunks_done=2)
    assert tick() == [("import-advanced-v1", ImportAdvanced(import_id=IMPORT).model_dump_json().encode())]


@pytest.mark.parametrize("state", [ImportState.SCANNING, ImportState.READING, ImportState.FINISHED])
def test_a_standing_import_is_read_again_after_an_hour(store, imported, tick, clock, state):
    imported(state, chunks_done=1, requested=5)
    tick()
    clock.advance(minutes=59)
    assert tick() == []
    clock.advance(minutes=2)
    again = RosterReceived(bucket="rosters", name="in/a.csv", generation="1.r1")
    assert tick() == [("roster-received-v1", again.model_dump_json().encode())]
    assert state_of(store) == "replayed"
    clock.advance(hours=5)
    assert tick() == []


def test_an_import_that_moves_is_left_alone(store, imported, tick, clock):
    imported(ImportState.FINISHED, requested=1000)
    for _ in range(20):
        store.commit([count_progress(IMPORT, "x", {"accounts_made": 1})])
        assert tick() == []
        clock.advance(minutes=50)
    assert state_of(store) == "finished"


def test_replays_come_at_growing_distance_and_end_with_a_call_for_a_person(store, imported, tick, clock, capsys):
    waited, generation = timedelta(), "1"
    for replay in range(1, 20):
        imported(ImportState.FINISHED, generation=generation, requested=5)
        hours = 0
        while state_of(store) == "finished":
            clock.advance(hours=1)
            hours += 1
            tick()
        waited += timedelta(hours=hours)
        if state_of(store) == "stuck":
            break
        generation = f"1.r{replay}"
    assert state_of(store) == "stuck"
    assert timedelta(days=5) < waited <= timedelta(days=8)
    assert '"severity":"ERROR"' in capsys.readouterr().out


def test_settled_and_refused_imports_are_not_looked_at(store, imported, tick, clock):
    imported(ImportState.SETTLED)
    imported(ImportState.REFUSED, "b" * 32)
    clock.advance(days=2)
    assert tick() == []


def test_a_changed_import_is_not_overwritten(store, imported, tick, clock):
    """The guard is the version: finish may run at the same moment."""
    imported(ImportState.FINISHED, requested=1, accounts_made=1)
    store.commit([Merge(f"imports/{IMPORT}", {"rejects": "r.csv"})])
    tick()
    assert store.get(f"imports/{IMPORT}")[0].data["rejects"] == "r.csv"
