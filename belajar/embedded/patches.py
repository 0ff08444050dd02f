"""`Merge` on encoded documents, with the outcome Firestore has for the same leaves (tried on Google's emulator)."""

from collections.abc import Mapping
from typing import Any, Final

from belajar.documents import check_field
from belajar.embedded.documents import TIME, encode
from belajar.ports import DELETE_FIELD, DeleteField, Increment

MAX_INTEGER: Final = 2**63 - 1


def encode_patch(value: Any, depth: int = 0) -> Any:
    """As `encode`, for a `Merge`: leaves may be instructions, which stay as they are."""
    if isinstance(value, dict):
        return {check_field(key): encode_patch(item, depth + 1) for key, item in value.items()}
    if isinstance(value, DeleteField | Increment):
        return value
    return encode(value, depth)


def apply_patch(target: dict[str, Any], patch: Mapping[str, Any]) -> None:
    """Deep-merge an encoded patch into an encoded document, in place."""
    for key, value in patch.items():
        if value is DELETE_FIELD:
            target.pop(key, None)
        elif isinstance(value, Increment):
            target[key] = _added(target.get(key), value.by)
        elif isinstance(value, dict) and value and TIME not in value:
            _apply_map(target, key, value)
        else:
            target[key] = value


def _apply_map(target: dict[str, Any], key: str, patch: dict[str, Any]) -> None:
    present = target.get(key)
    below = present if isinstance(present, dict) and TIME not in present else {}
    apply_patch(below, patch)
    # A patch that only deletes brings no map into being and leaves another value as it is.
    if below or below is present:
        target[key] = below


def _added(present: Any, by: int) -> Any:
    # Firestore: anything but a number is replaced, and whole numbers stop at the ends of their range.
    if isinstance(present, float):
        return present + by
    if isinstance(present, bool) or not isinstance(present, int):
        return by
    return max(-MAX_INTEGER - 1, min(MAX_INTEGER, present + by))
