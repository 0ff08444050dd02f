"""Throttle documents as writes: the arithmetic is in belajar.rules.throttles, the atomicity in the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from belajar.ports import DELETE_FIELD, MISSING, Increment, Merge, Snapshot
from belajar.rules.throttles import Limit, hit_fields, retry_after_seconds, stale_buckets, used


def count(path: str, now: datetime, limit: Limit, held: Mapping[str, Any] | None) -> Merge:
    """Count one attempt blindly: never conflicts, so a crowd cannot make it fail. `held`: the document as read."""
    return Merge(path, _counted(held, now, limit))


def wait_seconds(seen: Snapshot | None, now: datetime, limits: Mapping[str, Limit]) -> int:
    """Seconds until every limit of a document made by `count_exactly` allows one more; 0 = now."""
    held = {name: seen.data.get(name) if seen else None for name in limits}
    spent = [name for name, limit in limits.items() if used(held[name], now, limit) >= limit.count]
    return max((retry_after_seconds(held[name], now, limits[name]) for name in spent), default=0)


def count_exactly(
    path: str, now: datetime, limits: Mapping[str, Limit], seen: Snapshot | None, extra: Mapping[str, Any]
) -> Merge:
    """Count one attempt only if nobody counted since `seen`: of parallel attempts at the limit one is let through."""
    hits = {name: _counted(seen.data.get(name) if seen else None, now, limit) for name, limit in limits.items()}
    fields = {**extra, **hits, "expire_at": max(hit["expire_at"] for hit in hits.values())}
    return Merge(path, fields, expect=seen.version if seen else MISSING)


def _counted(held: Mapping[str, Any] | None, now: datetime, limit: Limit) -> dict[str, Any]:
    """Buckets nobody counts any more go away with the hit: the document of a busy school never grows old."""
    fields = hit_fields(now, limit)
    added = {bucket: Increment(by) for bucket, by in fields["buckets"].items()}
    return {**fields, "buckets": {**dict.fromkeys(stale_buckets(held, now, limit), DELETE_FIELD), **added}}
