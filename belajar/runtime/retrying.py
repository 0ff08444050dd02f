"""Waits out what Workspace says will pass: busy (backoff) and not finished yet (a few seconds), as GAM does."""

import random
from collections.abc import Callable
from typing import TypeVar

from belajar.errors import DirectoryBusyError, DirectoryDelayedError
from belajar.ports import Clock
from belajar.rules.backoff import delay_seconds
from belajar.rules.policy import POLICY

T = TypeVar("T")


def patiently(call: Callable[[], T], clock: Clock, budget_seconds: float) -> T:
    """Call until it works, by the numbers of the Directory policy, or until the budget would be overrun.

    Then the last error passes on: the message is redelivered later, which goes on where this left off.
    """
    started = clock.now()
    busy = delayed = 0
    while True:
        try:
            return call()
        except DirectoryBusyError:
            busy += 1
            wait = delay_seconds(busy, random.random())  # noqa: S311
            spent = (clock.now() - started).total_seconds()
            if busy >= POLICY.directory_tries or spent + wait > budget_seconds:
                raise
        except DirectoryDelayedError:
            delayed += 1
            wait = POLICY.directory_incomplete_wait_seconds
            if delayed > POLICY.directory_incomplete_tries:
                raise
        clock.sleep(wait)
