"""A commit on SQLite: expectations first, then what each write makes of the document that is there."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from belajar.documents import check_commit_size
from belajar.embedded.documents import encode, to_text
from belajar.embedded.patches import apply_patch, encode_patch
from belajar.errors import PreconditionError
from belajar.ports import MISSING, Merge, Put, Write

READ = "SELECT path, body, version FROM documents WHERE path IN (SELECT value FROM json_each(?))"
COUNT = "UPDATE counter SET value = value + 1 RETURNING value"
WRITE = (
    "INSERT INTO documents (path, body, version) VALUES (?, ?, ?) "
    "ON CONFLICT (path) DO UPDATE SET body = excluded.body, version = excluded.version"
)
ERASE = "DELETE FROM documents WHERE path = ?"

Body = str | None
"""Canonical text of a document, None = no document."""
Change = Callable[[Body], Body]


def change_of(write: Write) -> Change:
    """What the write makes of a document; raises ValueError for what cannot be stored."""
    if isinstance(write, Put):
        text = to_text(encode(dict(write.data)))
        return lambda _: text
    if isinstance(write, Merge):
        patch = encode_patch(dict(write.data))
        return lambda body: _merged(body, patch)
    return lambda _: None


def apply(connection: sqlite3.Connection, writes: Sequence[Write], changes: Sequence[Change]) -> list[str]:
    """Inside a write transaction: the new versions; raises PreconditionError."""
    paths = json.dumps([write.path for write in writes])
    present = {row[0]: row[1:] for row in connection.execute(READ, (paths,))}
    now: int = connection.execute(COUNT).fetchone()[0]
    rows: list[tuple[str, str, int]] = []
    gone: list[tuple[str]] = []
    versions = []
    for write, change in zip(writes, changes, strict=True):
        before, version = present.get(write.path, (None, 0))
        _check_expectation(write, version)
        after = change(before)
        if after is None:
            gone.append((write.path,))
        elif after != before:
            rows.append((write.path, after, now))
            version = now
        versions.append("" if after is None else str(version))
    check_commit_size(sum(len(row[1].encode()) for row in rows))
    connection.executemany(WRITE, rows)
    connection.executemany(ERASE, gone)
    return versions


def _merged(body: Body, patch: dict[str, Any]) -> str:
    document: dict[str, Any] = json.loads(body) if body else {}
    apply_patch(document, patch)
    return to_text(document)


def _check_expectation(write: Write, version: int) -> None:
    found = str(version) if version else MISSING
    if write.expect is not None and write.expect != found:
        raise PreconditionError("a document is not as expected")
