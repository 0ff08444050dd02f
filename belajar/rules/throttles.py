"""Counting attempts in a true sliding window with one small document and increments only.

Document: `{"buckets": {"<number>": count}, "expire_at": datetime}`. A bucket is a sixth of the window wide; the seven
that can touch the last window are summed, so a limit is reached at most a bucket early and never late.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any

_BUCKETS_PER_WINDOW = 6
_MOST_SECONDS, _MOST_MINUTES = 90, 90
_BUCKETS_IN_VIEW = _BUCKETS_PER_WINDOW + 1


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` attempts in any `window_seconds`."""

    count: int
    window_seconds: int


def used(data: Mapping[str, Any] | None, now: datetime, limit: Limit) -> int:
    """Attempts that may lie within the last window; the next is allowed while this is below `limit.count`.

    Buckets ahead of `now` count too: another instance's clock may be fast.
    """
    return sum(count for number, count in _buckets(data) if number > _number(now, limit) - _BUCKETS_IN_VIEW)


def hit_fields(now: datetime, limit: Limit) -> dict[str, Any]:
    """Fields to merge for one attempt. The caller wraps the ints under `buckets` in Increment before it commits."""
    number = _number(now, limit)
    return {"buckets": {str(number): 1}, "expire_at": datetime.fromtimestamp(_out_of_view(number, limit), UTC)}


def stale_buckets(data: Mapping[str, Any] | None, now: datetime, limit: Limit) -> list[str]:
    """Buckets nobody counts any more; a caller that has read the document deletes them with its next hit."""
    oldest = _number(now, limit) - _BUCKETS_IN_VIEW
    return [str(number) for number, _ in _buckets(data) if number <= oldest]


def retry_after_seconds(data: Mapping[str, Any] | None, now: datetime, limit: Limit) -> int:
    """Whole seconds until the next attempt is allowed if none is made before; 0 = now."""
    left = used(data, now, limit)
    oldest = _number(now, limit) - _BUCKETS_IN_VIEW
    wait = 0
    for number, count in sorted(bucket for bucket in _buckets(data) if bucket[0] > oldest):
        if left < limit.count:
            break
        left -= count
        wait = ceil(_out_of_view(number, limit) - now.timestamp())
    return wait


def in_words(seconds: int) -> str:
    """A wait as people say it, rounded up: `45 detik`, `12 menit`, `5 jam`."""
    if seconds <= _MOST_SECONDS:
        return f"{max(1, seconds)} detik"
    minutes = ceil(seconds / 60)
    return f"{minutes} menit" if minutes <= _MOST_MINUTES else f"{ceil(seconds / 3600)} jam"


def _buckets(data: Mapping[str, Any] | None) -> list[tuple[int, int]]:
    stored: Mapping[str, int] = data.get("buckets", {}) if data else {}
    return [(int(number), count) for number, count in stored.items()]


def _number(now: datetime, limit: Limit) -> int:
    return int(now.timestamp() * _BUCKETS_PER_WINDOW // limit.window_seconds)


def _out_of_view(number: int, limit: Limit) -> float:
    """The moment from which a bucket is no longer counted, seconds since the epoch."""
    return (number + _BUCKETS_IN_VIEW) * limit.window_seconds / _BUCKETS_PER_WINDOW
