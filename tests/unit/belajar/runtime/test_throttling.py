"""Throttles in the store: blind counts all count, exact counts let one through."""

import threading
from datetime import timedelta

from belajar.embedded.store import SqliteStore
from belajar.errors import PreconditionError
from belajar.rules.throttles import Limit, used
from belajar.runtime.throttling import count, count_exactly, wait_seconds
from tests.support.clock import ManualClock

LIMITS = {"gap": Limit(1, 60), "hour": Limit(5, 3600)}


def test_fifty_parallel_attempts_count_fifty(store: SqliteStore, clock: ManualClock):
    limit = Limit(5, 3600)
    threads = [
        threading.Thread(target=lambda: store.commit([count("throttles/t", clock.now(), limit, None)]))
        for _ in range(50)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [seen] = store.get("throttles/t")
    assert seen is not None
    assert used(seen.data, clock.now(), limit) == 50


def test_of_many_that_saw_the_same_state_one_is_let_through(store: SqliteStore, clock: ManualClock):
    [seen] = store.get("throttles/t")
    passed = 0
    for _ in range(10):
        try:
            store.commit([count_exactly("throttles/t", clock.now(), LIMITS, seen, {})])
            passed += 1
        except PreconditionError:
            continue
    assert passed == 1


def test_every_limit_of_a_document_holds(store: SqliteStore, clock: ManualClock):
    sent = 0
    for _ in range(60):
        [seen] = store.get("throttles/t")
        if not wait_seconds(seen, clock.now(), LIMITS):
            store.commit([count_exactly("throttles/t", clock.now(), LIMITS, seen, {})])
            sent += 1
        clock.advance(seconds=30)
    assert sent == 5


def test_waiting_as_long_as_told_is_enough(store: SqliteStore, clock: ManualClock):
    store.commit([count_exactly("throttles/t", clock.now(), LIMITS, None, {})])
    [seen] = store.get("throttles/t")
    wait = wait_seconds(seen, clock.now(), LIMITS)
    assert wait > 0
    assert wait_seconds(seen, clock.now() + timedelta(seconds=wait), LIMITS) == 0


def test_buckets_nobody_counts_any_more_go_away(store: SqliteStore, clock: ManualClock):
    limit = Limit(30, 300)
    for _ in range(100):
        [seen] = store.get("throttles/t")
        store.commit([count("throttles/t", clock.now(), limit, seen.data if seen else None)])
        clock.advance(seconds=50)
    [seen] = store.get("throttles/t")
    assert seen is not None
    assert len(seen.data["buckets"]) <= 8
