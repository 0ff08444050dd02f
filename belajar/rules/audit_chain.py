"""The hash chain of audit rows: changing, dropping or inserting a row shows at the next one."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def row_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 over all fields but `hash`, in a fixed order; datetimes as ISO text in UTC."""
    fields = {name: value for name, value in row.items() if name != "hash"}
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, default=_utc)
    return hashlib.sha256(text.encode()).hexdigest()


def first_fault(chain: str, rows: Iterable[Mapping[str, Any]], head: Mapping[str, Any] | None) -> str | None:
    """What is wrong with a chain, in one line; None = whole. `rows` in the order of their ids.

    `head`: `audit_heads/<chain>`, shows a cut-off tail. Who can write rows and head can rewrite both: keep the
    digest of all heads somewhere else (`belajar audit verify` prints it).
    """
    previous, number = GENESIS, 0
    for row in rows:
        number += 1
        if fault := _fault(row, chain, number, previous):
            return fault
        previous = row["hash"]
    if head is None or (head.get("number"), head.get("hash")) != (number, previous):
        return f"the head does not agree with row {number}, the last one"
    return None


def _fault(row: Mapping[str, Any], chain: str, number: int, previous: str) -> str | None:
    if row.get("number") != number or row.get("chain") != chain:
        return f"row {number} is missing, or another stands in its place"
    if row.get("previous") != previous:
        return f"row {number} does not follow the one before"
    if row.get("hash") != row_hash(row):
        return f"row {number} was changed"
    return None


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()
