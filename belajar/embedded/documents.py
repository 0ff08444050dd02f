"""Documents as canonical JSON text: equal content is equal text, so a write that changes nothing is seen as such.

A time is stored as `{"__time__": "2024-07-01T02:03:04.000005Z"}`: Firestore reserves such field names, so nothing else
can look like it, and the text sorts as the time does.
"""

import json
import math
from datetime import datetime
from typing import Any, Final

from belajar.documents import MAX_DEPTH, check_document_size, check_field, check_integer, check_text, utc

TIME: Final = "__time__"


def encode(value: Any, depth: int = 0) -> Any:
    """JSON form of a value; raises ValueError for what Firestore would refuse."""
    if depth > MAX_DEPTH:
        raise ValueError(f"values are nested at most {MAX_DEPTH} deep")
    if isinstance(value, str):
        return check_text(value)
    if isinstance(value, dict):
        return {check_field(key): encode(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_encode_item(item, depth + 1) for item in value]
    return _encode_scalar(value)


def to_text(document: dict[str, Any]) -> str:
    """Canonical text of an encoded document."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
    check_document_size(len(text.encode()))
    return text


def from_text(text: str) -> dict[str, Any]:
    """The document as the port promises it: times are aware UTC datetimes."""
    document: dict[str, Any] = json.loads(text, object_hook=_decode_map)
    return document


def _time_text(value: datetime) -> str:
    return utc(value).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _decode_map(value: dict[str, Any]) -> Any:
    return datetime.fromisoformat(value[TIME]) if TIME in value else value


def _encode_item(value: Any, depth: int) -> Any:
    if isinstance(value, list):
        raise ValueError("lists cannot hold lists")  # noqa: TRY004
    return encode(value, depth)


def _encode_scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return check_integer(value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, datetime):
        return {TIME: _time_text(value)}
    raise ValueError(f"documents cannot hold this {type(value).__name__}")
