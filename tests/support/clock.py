"""A clock that tests own: sleeping moves it, nothing waits."""

import threading
from datetime import UTC, datetime, timedelta


class ManualClock:
    """Starts on a school day; thread-safe."""

    def __init__(self, start: datetime = datetime(2026, 7, 13, 1, 0, tzinfo=UTC)) -> None:
        self._now, self._lock = start, threading.Lock()
        self.slept: list[float] = []

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self.slept.append(seconds)

    def advance(self, **parts: float) -> None:
        with self._lock:
            self._now += timedelta(**parts)
