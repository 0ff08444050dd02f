"""Keeps the calls of all instances together under a quota, without asking a shared document for every call.

Each instance leases a run of time slots (generic cell rate) from `throttles/pace:<name>`: one conditional write for
many calls, so the document sees well under one write a second per instance. A slot that has passed unused is dropped.
"""

import random
import threading
from datetime import datetime, timedelta

from belajar.errors import DirectoryBusyError, PreconditionError
from belajar.ports import MISSING, Clock, Put, Store
from belajar.rules.policy import POLICY

TRIES = 20
LEASE_SECONDS = 2
LIFE = timedelta(days=1)


class Pace:
    """At most `per_second` calls a second over all instances that share `name`.

    `longest_wait`: whoever would have to wait longer is refused, and takes no slot from those behind.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        name: str,
        per_second: float,
        lease_slots: int,
        longest_wait: timedelta = timedelta.max,
    ) -> None:
        self._store, self._clock = store, clock
        self._path = f"throttles/pace:{name}"
        self._gap = timedelta(seconds=1 / per_second)
        self._slots, self._longest_wait = lease_slots, longest_wait
        self._lock = threading.Lock()
        self._next: datetime | None = None
        self._left = 0

    def wait(self) -> None:
        """Sleep until this call's slot. Raises RetryableError: store down or too contended, or too long a wait."""
        with self._lock:
            slot = self._take()
        delay = (slot - self._clock.now()).total_seconds()
        if delay > 0:
            self._clock.sleep(delay)

    def _take(self) -> datetime:
        now = self._clock.now()
        while self._left and self._next and self._next + self._gap < now:
            self._advance(self._next)
        if not self._left or self._next is None:
            self._next, self._left = self._lease(), self._slots
        return self._advance(self._next)

    def _advance(self, slot: datetime) -> datetime:
        self._next, self._left = slot + self._gap, self._left - 1
        return slot

    def _lease(self) -> datetime:
        for attempt in range(TRIES):
            now = self._clock.now()
            [seen] = self._store.get(self._path)
            start = max(now, seen.data["free_at"]) if seen else now
            if start - now > self._longest_wait:
                raise DirectoryBusyError("pace is taken")
            document = {"free_at": start + self._slots * self._gap, "expire_at": now + LIFE}
            try:
                self._store.commit([Put(self._path, document, expect=seen.version if seen else MISSING)])
            except PreconditionError:
                self._clock.sleep(random.uniform(0, 0.02 * (attempt + 1)))  # noqa: S311
                continue
            return start
        raise DirectoryBusyError("pacing contended")


def directory_pace(store: Store, clock: Clock, name: str, per_second: float) -> Pace:
    """A pace a little under one of the Directory's quotas, leased for about two seconds at a time."""
    rate = per_second * POLICY.directory_headroom
    return Pace(store, clock, f"directory-{name}", rate, max(1, int(rate * LEASE_SECONDS)))


def directory_calls(store: Store, clock: Clock) -> Pace:
    """The quota that all Directory calls of the project share, but for what is kept for owners who wait at a page."""
    shared = POLICY.directory_calls_per_minute * (1 - POLICY.directory_share_of_owners)
    return directory_pace(store, clock, "calls", shared / 60)
