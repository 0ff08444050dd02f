"""What every store refuses, so that what runs on the embedded engine cannot fail on Firestore.

All refusals are ValueError: a mistake of ours, never of the data's owner; texts hold no document content.
Sources: Firestore's limits page and the contract in `belajar.ports`.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from belajar.ports import Write

MAX_WRITES: Final = 450
MAX_COMMIT_BYTES: Final = 9 * 1024 * 1024
MAX_DOCUMENT_BYTES: Final = 1024 * 1024 - 4
MAX_DEPTH: Final = 20
MAX_ID_BYTES: Final = 1500

_RESERVED = re.compile(r"__.*__", re.DOTALL)


def check_path(path: str) -> None:
    """`collection/id` with both parts present and allowed by Firestore."""
    collection, _, document_id = path.partition("/")
    check_id(collection)
    check_id(document_id)


def check_id(part: str) -> None:
    """One part of a path."""
    if part in {".", ".."} or "/" in part:
        raise ValueError("a document path has two parts: collection/id")
    _check_name(part, "part of a path")


def check_field(name: object) -> str:
    """One field name: any text but the empty one, `__reserved__` ones and those over 1,500 bytes."""
    if not isinstance(name, str):
        raise ValueError("field names are texts")  # noqa: TRY004
    _check_name(name, "field name")
    return name


def check_text(value: str) -> str:
    """Text that UTF-8 can carry: no lone surrogates."""
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("text is not valid Unicode") from None
    return value


def check_integer(value: int) -> int:
    """A signed 64-bit number."""
    if not -(2**63) <= value < 2**63:
        raise ValueError("integers have 64 bits")
    return value


def utc(value: datetime) -> datetime:
    """The same moment in UTC; refuses naive times, which mean nothing once they leave the machine."""
    if value.tzinfo is None:
        raise ValueError("naive datetime")
    return value.astimezone(UTC)


def check_document_size(size: int) -> None:
    """One document, in bytes."""
    if size > MAX_DOCUMENT_BYTES:
        raise ValueError("a document is at most 1 MiB")


def check_commit_size(size: int) -> None:
    """One commit, in bytes: Firestore's own limit is 10 MiB."""
    if size > MAX_COMMIT_BYTES:
        raise ValueError("a commit is at most 9 MiB")


def check_writes(writes: Sequence[Write]) -> None:
    """At most 450 writes, to distinct documents."""
    if len(writes) > MAX_WRITES:
        raise ValueError(f"a commit is at most {MAX_WRITES} writes")
    paths = {write.path for write in writes}
    if len(paths) != len(writes):
        raise ValueError("two writes to one document in one commit")
    for path in paths:
        check_path(path)


def _check_name(name: str, what: str) -> None:
    if not name or len(name) > MAX_ID_BYTES or len(check_text(name).encode()) > MAX_ID_BYTES:
        raise ValueError(f"a {what} has 1 to {MAX_ID_BYTES} bytes")
    if name.startswith("__") and _RESERVED.fullmatch(name):
        raise ValueError(f"a {what} of the form __name__ is reserved")
