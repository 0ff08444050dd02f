"""Push delivery of the embedded bus: what Pub/Sub's servers do for the deployed system.

One thread speaks to the database, so that a round of outcomes and claims is a few transactions, not one per message;
the workers only POST. At least once, in no promised order.
"""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from belajar.embedded.bus import SqliteBus, Subscription
from belajar.embedded.bus_database import BusDatabase
from belajar.embedded.claims import Claim, Claims, Patience
from belajar.embedded.ownership import Owner, is_gone
from belajar.embedded.push import ACKS, HttpPush, push_body
from belajar.ports import Clock
from belajar.runtime.clock import SystemClock

Endpoint = Callable[[Subscription], str]
"""URL to which messages of a subscription are pushed."""

PAUSE_AFTER_ERROR_SECONDS: Final = 1.0
_SYSTEM_CLOCK: Final = SystemClock()
_log = logging.getLogger(__name__)


class Lane:
    """The workers of one function, and what was handed to them. `free` and `handed` change under the given lock."""

    def __init__(self, subscriptions: Sequence[Subscription], workers: int, lock: threading.Condition) -> None:
        self.subscriptions = deque(subscriptions)
        self.handed: SimpleQueue[Claim | None] = SimpleQueue()
        self.free = workers
        self.workers = workers
        self._lock = lock

    def hand_out(self, claims: Claims) -> None:
        """Claim for the idle workers, from another subscription first each time, so that none starves."""
        self.subscriptions.rotate()
        for subscription in self.subscriptions:
            if self.free == 0:
                return
            taken = claims.take(subscription, self.free)
            with self._lock:
                self.free -= len(taken)
            for claim in taken:
                self.handed.put(claim)

    def close(self) -> None:
        """Send the workers home when they are done with what they have."""
        for _ in range(self.workers):
            self.handed.put(None)


class Delivery:
    """Delivers what is in the bus database at `path`, as configured there when this object is made.

    Leases of deliverers that have died are freed at once. `start` delivers by HTTP in threads until `stop`; `drain`
    delivers in the calling thread. Use one of the two.
    """

    def __init__(
        self, path: Path, project: str, *, clock: Clock = _SYSTEM_CLOCK, patience: Patience | None = None
    ) -> None:
        self._project = project
        self._clock = clock
        self._database = BusDatabase(path)
        self._owner = Owner(path.parent)
        self._claims = Claims(self._database, self._owner.name, project, self._now, patience or Patience())
        self._claims.free(lambda name: is_gone(path.parent, name))
        bus = SqliteBus(path)
        self._subscriptions = bus.subscriptions()
        bus.close()
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._stopping = False
        self._outcomes: list[tuple[Claim, bool]] = []

    def start(self, endpoint_of: Endpoint, concurrency: Mapping[str, int], poll_seconds: float = 0.02) -> None:
        """Begin. `concurrency`: deliveries at a time per function; functions without it get nothing.

        What this process publishes is seen after `wake`, what others publish within `poll_seconds`.
        """
        lanes = [
            Lane([s for s in self._subscriptions if s.function == function], workers, self._changed)
            for function, workers in concurrency.items()
        ]
        urls = {subscription.name: endpoint_of(subscription) for lane in lanes for subscription in lane.subscriptions}
        self._begin(self._dispatch, lanes, poll_seconds)
        for lane in lanes:
            for _ in range(lane.workers):
                self._begin(self._work, lane, urls)

    def wake(self) -> None:
        """Look for messages now."""
        with self._changed:
            self._changed.notify_all()

    def stop(self, grace_seconds: float = 5.0) -> None:
        """Give out nothing more, await running deliveries for the grace; the rest is free for the next deliverer."""
        self._stopping = True
        self.wake()
        patient_until = time.monotonic() + grace_seconds
        for thread in self._threads:
            thread.join(max(0.0, patient_until - time.monotonic()))
        self._threads.clear()
        self._settle()
        self._owner.release()
        self._database.close()

    def drain(self, post: Callable[[str, dict[str, Any]], int]) -> int:
        """Deliver through `post(subscription, body) -> status` until nothing waits; returns the number of deliveries.

        Backoffs and leases are waited for on the clock, so give it one of your own. What `post` raises passes
        through and leaves the message under its lease, as the death of a deliverer would.
        """
        delivered = 0
        while True:
            round_ = sum(self._deliver_one(subscription, post) for subscription in self._subscriptions)
            delivered += round_
            seconds = self._claims.seconds_to_next()
            if seconds is None:
                return delivered
            if not round_:
                self._clock.sleep(seconds)

    def _deliver_one(self, subscription: Subscription, post: Callable[[str, dict[str, Any]], int]) -> int:
        claims = self._claims.take(subscription, 1)
        for claim in claims:
            status = post(subscription.name, push_body(claim, self._project))
            self._claims.settle([(claim, status in ACKS)])
        return len(claims)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _begin(self, target: Callable[..., None], *values: object) -> None:
        thread = threading.Thread(target=target, args=values, daemon=True, name=target.__name__)
        self._threads.append(thread)
        thread.start()

    def _work(self, lane: Lane, urls: Mapping[str, str]) -> None:
        push = HttpPush()
        while (claim := lane.handed.get()) is not None:
            body = push_body(claim, self._project)
            status = push.post(urls[claim.subscription.name], body, claim.subscription.ack_deadline_seconds)
            with self._changed:
                lane.free += 1
                self._outcomes.append((claim, status in ACKS))
                self._changed.notify_all()
        push.close()

    def _dispatch(self, lanes: Sequence[Lane], poll_seconds: float) -> None:
        while not self._stopping:
            pause = self._round(lanes, poll_seconds)
            with self._changed:
                if not self._outcomes and not self._stopping:
                    self._changed.wait(pause)
        for lane in lanes:
            lane.close()

    def _round(self, lanes: Sequence[Lane], poll_seconds: float) -> float:
        """Settle and hand out; a database that is busy or full for a while must not end the delivery."""
        try:
            self._settle()
            for lane in lanes:
                lane.hand_out(self._claims)
        except sqlite3.OperationalError as error:
            _log.error("bus database: %s", error.sqlite_errorname)
            return PAUSE_AFTER_ERROR_SECONDS
        return poll_seconds

    def _settle(self) -> None:
        with self._changed:
            outcomes = list(self._outcomes)
        if outcomes:
            self._claims.settle(outcomes)
            with self._changed:
                del self._outcomes[: len(outcomes)]
