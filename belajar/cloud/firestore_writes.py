"""Writes of the port as protobuf, where a merge can carry a precondition (the client library's own `set` cannot)."""

import re
from collections.abc import Mapping
from typing import Any, Final

from belajar.cloud.firestore_types import types
from belajar.cloud.firestore_values import write_fields, write_value
from belajar.documents import check_document_size, check_field
from belajar.ports import DELETE_FIELD, MISSING, Delete, Increment, Merge, Missing, Put, Write

WritePb: Final = types.Write.pb()
MICROSECONDS: Final = 1_000_000

_SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def write_pb(name: str, write: Write) -> Any:
    """One write to the document of this full resource name."""
    message = WritePb()
    if isinstance(write, Delete):
        message.delete = name
    else:
        message.update.name = name
        if isinstance(write, Put):
            write_fields(message.update.fields, write.data)
        else:
            _merge(message, write)
        check_document_size(message.update.ByteSize())
    _expect(message.current_document, write.expect)
    return message


def version(result: Any) -> str:
    """Update time in microseconds; empty for a delete. A write that changed nothing has the old one."""
    time = result.update_time
    return str(time.seconds * MICROSECONDS + time.nanos // 1000) if result.HasField("update_time") else ""


def _expect(precondition: Any, expect: Missing | str | None) -> None:
    if expect is MISSING:
        precondition.exists = False
    elif isinstance(expect, str):
        seconds, microseconds = divmod(int(expect), MICROSECONDS)
        precondition.update_time.seconds = seconds
        precondition.update_time.nanos = microseconds * 1000


def _merge(message: Any, write: Merge) -> None:
    # Present though perhaps empty: without a mask the document would be replaced.
    message.update_mask.SetInParent()
    _leaves(message, write.data, ())


def _leaves(message: Any, data: Mapping[str, Any], above: tuple[str, ...]) -> None:
    for key, value in data.items():
        path = (*above, check_field(key))
        if isinstance(value, dict) and value:
            _leaves(message, value, path)
        elif isinstance(value, Increment):
            transform = message.update_transforms.add(field_path=_field_path(path))
            write_value(transform.increment, value.by)
        else:
            message.update_mask.field_paths.append(_field_path(path))
            if value is not DELETE_FIELD:
                write_value(_place(message.update.fields, path), value, len(path))


def _place(fields: Any, path: tuple[str, ...]) -> Any:
    # Maps come into being here only: one that holds no leaf of the mask is refused by Firestore.
    for part in path[:-1]:
        fields = fields[part].map_value.fields
    return fields[path[-1]]


def _field_path(path: tuple[str, ...]) -> str:
    return ".".join(part if _SIMPLE.fullmatch(part) else _quoted(part) for part in path)


def _quoted(part: str) -> str:
    escaped = part.replace("\\", "\\\\").replace("`", "\\`")
    return f"`{escaped}`"
