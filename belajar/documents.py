"""What every store refuses, so that code that runs on the embedded engine cannot fail on Firestore.

All refusals are ValueError: a mistake of ours, never of the data's owner; texts hold no document content.
Sources: Firestore's limits page and the contract in `belajar.ports`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Final

from belajar.ports import Query, Write

MAX_WRITES: Final = 450
MAX_COMMIT_BYTES: Final = 9 * 1024 * 1024
MAX_DOCUMENT_BYTES: Final = 1024 * 1024 - 4
MAX_DEPTH: Final = 20
MAX_ID_BYTES: Final = 1500

_RESERVED = re.compile(r"__.*__", re.DOTALL)
_SIMPLE_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Tally:
    """Counts what a store did, for the price of an operation: reads, writes, deletes (documents), queries, rpcs.

    A missing document and an empty query count as one read each, as Firestore bills them. Safe for threads.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._lock = Lock()

    def add(self, name: str, amount: int = 1) -> None:
        """Add to one count."""
        with self._lock:
            self.counts[name] += amount


def check_path(path: str) -> None:
    """`collection/id` with both parts present and allowed by Firestore."""
    collection, _, document_id = path.partition("/")
    _check_id(collection)
    _check_id(document_id)


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


def check_query(query: Query) -> None:
    """Only what an automatic or a declared index can serve in the order the port promises.

    A range filter needs `order_by` on the same field (else Firestore would order by that field, not by id); `after`
    needs order by id; values are single ones, and null, true and false have no range.
    """
    _check_id(query.collection)
    if query.limit < 1:
        raise ValueError("limit must be positive")
    for field, op, value in query.where:
        _check_query_field(field)
        if isinstance(value, list | dict):
            raise ValueError("filters compare single values")  # noqa: TRY004
        if op != "==" and (field != query.order_by or value is None or isinstance(value, bool)):
            raise ValueError("a range filter needs a number, text or time and order_by on its field")
    if query.order_by is not None:
        _check_query_field(query.order_by)
    if query.after is not None:
        _check_cursor(query, query.after)


def _check_cursor(query: Query, after: str) -> None:
    check_path(after)
    if query.order_by is not None or not after.startswith(f"{query.collection}/"):
        raise ValueError("`after` is a path of the same collection, for queries ordered by id")


def _check_query_field(field: str) -> None:
    if not all(_SIMPLE_FIELD.fullmatch(part) for part in field.split(".")):
        raise ValueError("fields of queries are dotted paths of simple names")


def _check_id(part: str) -> None:
    if part in {".", ".."} or "/" in part:
        raise ValueError("a document path has two parts: collection/id")
    _check_name(part, "part of a path")


def _check_name(name: str, what: str) -> None:
    if not name or len(name) > MAX_ID_BYTES or len(check_text(name).encode()) > MAX_ID_BYTES:
        raise ValueError(f"a {what} has 1 to {MAX_ID_BYTES} bytes")
    if name.startswith("__") and _RESERVED.fullmatch(name):
        raise ValueError(f"a {what} of the form __name__ is reserved")
