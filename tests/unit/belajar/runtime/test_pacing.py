"""All instances together stay under a quota."""

import threading
from datetime import timedelta

import pytest

from belajar.embedded.store import SqliteStore
from belajar.errors import DirectoryBusyError
from belajar.runtime.pacing import Pace
from tests.support.clock import ManualClock


class StillClock(ManualClock):
    """Many callers at one moment: the waiting of one moves nothing for the others."""

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def run(pace: Pace, clock: ManualClock, calls: int) -> list[float]:
    start, times = clock.now(), []
    for _ in range(calls):
        pace.wait()
        times.append((clock.now() - start).total_seconds())
    return times


def test_one_instance_never_exceeds_the_rate(store: SqliteStore, clock: ManualClock):
    times = run(Pace(store, clock, "p", per_second=10, lease_slots=20), clock, 101)
    assert times[-1] >= 10.0
    assert all(later - earlier >= 0.999 for earlier, later in zip(times, times[10:], strict=False))


def test_two_instances_share_the_rate(store: SqliteStore, clock: ManualClock):
    one, two = (Pace(store, clock, "p", per_second=10, lease_slots=5) for _ in range(2))
    start = clock.now()
    for _ in range(50):
        one.wait()
        two.wait()
    assert (clock.now() - start).total_seconds() >= 9.0


def test_unused_time_is_not_saved_up(store: SqliteStore, clock: ManualClock):
    pace = Pace(store, clock, "p", per_second=10, lease_slots=20)
    pace.wait()
    clock.advance(seconds=60)
    times = run(pace, clock, 21)
    assert times[-1] >= 1.9


def test_who_may_not_wait_so_long_is_refused_and_takes_nothing(store: SqliteStore, clock: ManualClock):
    """Else a crowd of the refused would keep the pace taken for ever."""
    pace = Pace(store, clock, "p", per_second=1, lease_slots=1, longest_wait=timedelta(seconds=3))
    still = StillClock()
    crowd = Pace(store, still, "p", per_second=1, lease_slots=1, longest_wait=timedelta(seconds=3))
    for _ in range(4):
        crowd.wait()
    for _ in range(10):
        with pytest.raises(DirectoryBusyError):
            crowd.wait()
    clock.advance(seconds=1)
    pace.wait()


def test_a_lease_costs_one_write_for_many_calls(store: SqliteStore, clock: ManualClock):
    before = store.counts["writes"]
    run(Pace(store, clock, "p", per_second=10, lease_slots=20), clock, 100)
    assert store.counts["writes"] - before == 5


def test_many_threads_get_distinct_slots(store: SqliteStore, clock: ManualClock):
    paces = [Pace(store, clock, "p", per_second=50, lease_slots=10) for _ in range(4)]
    start = clock.now()
    threads = [threading.Thread(target=lambda pace=pace: [pace.wait() for _ in range(25)]) for pace in paces]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [shared] = store.get("throttles/pace:p")
    assert shared is not None
    assert (shared.data["free_at"] - start).total_seconds() >= 100 / 50
