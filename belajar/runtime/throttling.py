"""Throttle documents as writes: the arithmetic is in belajar.rules.throttles, the atomicity in the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from belajar.ports import MISSING, Increment, Merge, Snapshot
from belajar.rules.throttles import Limit, hit_fields, retry_after_seconds, used


def count(path: str, now: datetime, limit: Limit) -> Merge:
    """Count one attempt blindly: never conflicts, so a crowd cannot make it fail."""
    return Merge(path, _counted(hit_fields(now, limit)))


def wait_seconds(seen: Snapshot | None, now: datetime, limits: Mapping[str, Limit]) -> int:
    """Seconds until every limit of a document made by `count_exactly` allows one more; 0 = now."""
    held = {name: seen.data.get(name) if seen else None for name in limits}
    spent = [name for name, limit in limits.items() if used(held[name], now, limit) >= limit.count]
    return max((retry_after_seconds(held[name], now, limits[name]) for name in spent), default=0)


def count_exactly(
    path: str, now: datetime, limits: Mapping[str, Limit], seen: Snapshot | None, extra: Mapping[str, Any]
) -> Merge:
    """Count one attempt only if nobody counted since `seen`: of parallel attempts at the limit one is let through."""
    hits = {name: _counted(hit_fields(now, limit)) for name, limit in limits.items()}
    fields = {**extra, **hits, "expire_at": max(hit["expire_at"] for hit in hits.values())}
    return Merge(path, fields, expect=seen.version if seen else MISSING)


def _counted(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {**fields, "buckets": {bucket: Increment(by) for bucket, by in fields["buckets"].items()}}
