"""The hash chain of audit rows: changing, dropping or inserting a row shows at the next one."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


def row_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 over all fields but `hash`, in a fixed order; datetimes as ISO text in UTC."""
    fields = {name: _plain(value) for name, value in row.items() if name != "hash"}
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_fault(rows: Iterable[Mapping[str, Any]], head: Mapping[str, Any] | None) -> str | None:
    """What is wrong with a chain, in one line; None = whole. `head`: `audit_heads/<chain>`, shows a cut-off tail."""
    previous, number = GENESIS, 0
    for row in rows:
        number += 1
        if row["number"] != number:
            return f"row {number} is missing"
        if row["previous"] != previous:
            return f"row {number} does not follow the one before"
        if row["hash"] != row_hash(row):
            return f"row {number} was changed"
        previous = row["hash"]
    if head is None or (head["number"], head["hash"]) != (number, previous):
        return "the head does not agree with the last row"
    return None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
