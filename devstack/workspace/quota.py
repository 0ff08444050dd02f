"""Google's quotas, really enforced: token buckets on the given clock."""

from datetime import datetime
from threading import Lock

from belajar.ports import Clock


class Quota:
    """One bucket per key, full at the start, refilled at `per_second`, holding at most `burst`."""

    def __init__(self, clock: Clock, per_second: float, burst: float) -> None:
        self._clock = clock
        self._per_second = per_second
        self._burst = burst
        self._level: dict[str, tuple[float, datetime]] = {}
        self._lock = Lock()

    def take(self, key: str = "") -> bool:
        """Use one token; False if there is none."""
        with self._lock:
            now = self._clock.now()
            level, since = self._level.get(key, (self._burst, now))
            level = min(self._burst, level + (now - since).total_seconds() * self._per_second)
            taken = level >= 1
            self._level[key] = (level - taken, now)
            return taken
