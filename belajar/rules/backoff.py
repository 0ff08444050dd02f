"""How long to wait before asking a busy service again."""

from belajar.rules.policy import POLICY


def delay_seconds(attempt: int, jitter: float) -> float:
    """min(2^attempt, 60) + jitter seconds after the `attempt`-th failure (from 1); draw `jitter` from 0 to 1. [GAM]"""
    doubled: int = 2**attempt
    return min(doubled, POLICY.directory_backoff_max_seconds) + jitter
