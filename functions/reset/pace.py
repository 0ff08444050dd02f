"""The turn of a Directory call for somebody who waits at a page: soon, or not at all."""

from datetime import datetime
from typing import Final

from belajar.errors import DirectoryBusyError
from belajar.ports import Clock, Store
from belajar.rules.policy import POLICY
from belajar.runtime.pacing import Pace

LONGEST_WAIT_SECONDS: Final = 3.0


class ShortWaits:
    """A clock that refuses a long sleep."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """Aware UTC time."""
        return self._clock.now()

    def sleep(self, seconds: float) -> None:
        """Wait, or raise DirectoryBusyError."""
        if seconds > LONGEST_WAIT_SECONDS:
            raise DirectoryBusyError("pace is taken")
        self._clock.sleep(seconds)


def directory_pace(store: Store, clock: Clock) -> Pace:
    """The quota of all Directory calls, one slot at a time.

    An instance sets a password now and then: leased by the handful, the slots of the others would pass unused.
    """
    rate = POLICY.directory_calls_per_minute / 60 * POLICY.directory_headroom
    return Pace(store, ShortWaits(clock), "directory-calls", rate, lease_slots=1)
