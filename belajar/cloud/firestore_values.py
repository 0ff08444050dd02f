"""Documents as Firestore's protobuf values, read and written directly: a citizen waits for this.

The client library's own conversion goes through proto-plus wrappers and costs several times as much.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from belajar.cloud.firestore_types import types
from belajar.documents import MAX_DEPTH, check_field, check_integer, check_text, utc

Value: Final = types.Value.pb()
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def read_fields(fields: Any) -> dict[str, Any]:
    """Fields of a document or map, as the port promises them."""
    return {key: _read(value) for key, value in fields.items()}


def write_fields(fields: Any, data: Mapping[str, Any], depth: int = 1) -> None:
    """Fill protobuf `fields`; raises ValueError for what Firestore would refuse."""
    for key, value in data.items():
        write_value(fields[check_field(key)], value, depth)


def write_value(target: Any, value: Any, depth: int = 1) -> None:
    """Fill one protobuf Value; raises ValueError for what Firestore would refuse."""
    if depth > MAX_DEPTH:
        raise ValueError(f"values are nested at most {MAX_DEPTH} deep")
    if isinstance(value, str):
        target.string_value = check_text(value)
    elif isinstance(value, dict):
        target.map_value.SetInParent()
        write_fields(target.map_value.fields, value, depth + 1)
    elif isinstance(value, list):
        _write_list(target.array_value, value, depth + 1)
    else:
        _write_scalar(target, value)


def write_time(target: Any, value: datetime) -> None:
    """Fill a protobuf Timestamp."""
    since = utc(value) - EPOCH
    target.seconds = since.days * 86400 + since.seconds
    target.nanos = since.microseconds * 1000


def _read(value: Any) -> Any:
    kind = value.WhichOneof("value_type")
    if kind == "map_value":
        return read_fields(value.map_value.fields)
    if kind == "array_value":
        return [_read(item) for item in value.array_value.values]
    if kind == "timestamp_value":
        time = value.timestamp_value
        return EPOCH + timedelta(seconds=time.seconds, microseconds=time.nanos // 1000)
    if kind == "null_value":
        return None
    return getattr(value, kind)


def _write_list(target: Any, items: list[Any], depth: int) -> None:
    target.SetInParent()
    for item in items:
        if isinstance(item, list):
            raise ValueError("lists cannot hold lists")  # noqa: TRY004
        write_value(target.values.add(), item, depth)


def _write_scalar(target: Any, value: Any) -> None:
    if value is None:
        target.null_value = 0
    elif isinstance(value, bool):
        target.boolean_value = value
    elif isinstance(value, int):
        target.integer_value = check_integer(value)
    elif isinstance(value, float) and math.isfinite(value):
        target.double_value = value
    elif isinstance(value, datetime):
        write_time(target.timestamp_value, value)
    else:
        raise ValueError(f"documents cannot hold this {type(value).__name__}")
