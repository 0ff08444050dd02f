"""The two Directory quotas: calls of the project, creations per domain. Paces are shared over all instances."""

import threading

from belajar.ports import Clock, Store
from belajar.rules.policy import POLICY
from belajar.runtime.pacing import Pace, directory_calls, directory_pace


class Paces:
    """Made once per instance; thread-safe."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock, self._lock = store, clock, threading.Lock()
        self._calls = directory_calls(store, clock)
        self._domains: dict[str, Pace] = {}

    def before_call(self) -> None:
        """Wait for the turn of any call."""
        self._calls.wait()

    def before_insert(self, address: str) -> None:
        """Wait for the turn of a creation in the address's domain, then of a call."""
        domain = address.partition("@")[2]
        with self._lock:
            pace = self._domains.setdefault(domain, self._creations(domain))
        pace.wait()
        self._calls.wait()

    def _creations(self, domain: str) -> Pace:
        return directory_pace(self._store, self._clock, domain, POLICY.directory_creations_per_second_per_domain)
