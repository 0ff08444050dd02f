"""Throttle documents as writes: the arithmetic is in belajar.rules.throttles, the atomicity in the store."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from belajar.ports import MISSING, Increment, Merge, Snapshot
from belajar.rules.throttles import Limit, hit_fields


def count(path: str, now: datetime, limit: Limit) -> Merge:
    """Count one attempt blindly: never conflicts, so a crowd cannot make it fail."""
    return Merge(path, _counted(hit_fields(now, limit)))


def count_exactly(
    path: str, now: datetime, limits: Sequence[Limit], seen: Snapshot | None, extra: Mapping[str, Any]
) -> Merge:
    """Count one attempt only if nobody counted since `seen`: of parallel attempts at the limit one is let through."""
    fields: dict[str, Any] = {"buckets": {}, **extra}
    for limit in limits:
        hit = _counted(hit_fields(now, limit))
        fields["buckets"] |= hit["buckets"]
        fields["expire_at"] = max(hit["expire_at"], fields.get("expire_at", hit["expire_at"]))
    return Merge(path, fields, expect=seen.version if seen else MISSING)


def _counted(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {**fields, "buckets": {bucket: Increment(by) for bucket, by in fields["buckets"].items()}}
