"""The turn of a Directory call for somebody who waits at a page: soon, or not at all."""

from datetime import timedelta
from typing import Final

from belajar.ports import Clock, Store
from belajar.rules.policy import POLICY
from belajar.runtime.pacing import Pace

LONGEST_WAIT: Final = timedelta(seconds=3)


def directory_pace(store: Store, clock: Clock) -> Pace:
    """A share of the quota of its own, one slot at a time.

    In the queue of all others a national import would go first for days: its instances lease slots by the handful.
    """
    kept = POLICY.directory_calls_per_minute * POLICY.directory_share_of_owners
    rate = kept / 60 * POLICY.directory_headroom
    return Pace(store, clock, "directory-owners", rate, lease_slots=1, longest_wait=LONGEST_WAIT)
