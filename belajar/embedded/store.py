"""The Store port on one SQLite file: what a laptop and most tests run on in place of Firestore."""

import json
import os
import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from belajar.documents import Tally, check_commit_size, check_path, check_query, check_writes
from belajar.embedded.documents import apply_patch, encode, encode_patch, from_text, to_text
from belajar.embedded.queries import statement
from belajar.errors import PreconditionError, Reason, RetryableError
from belajar.ports import MISSING, Delete, Merge, Put, Query, Snapshot, Write

BUSY_SECONDS = 10.0
# Pages of write-ahead log (32 MiB) before they are moved into the file: an import writes to random places of the
# index, and moving them rarely makes it a third faster.
LOG_PAGES = 8000

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE documents (path TEXT PRIMARY KEY, body TEXT NOT NULL, version INTEGER NOT NULL);
CREATE TABLE counter (value INTEGER NOT NULL);
INSERT INTO counter VALUES (0);
"""
READ = "SELECT path, body, version FROM documents WHERE path IN (SELECT value FROM json_each(?))"
COUNT = "UPDATE counter SET value = value + 1 RETURNING value"
WRITE = (
    "INSERT INTO documents (path, body, version) VALUES (?, ?, ?) "
    "ON CONFLICT (path) DO UPDATE SET body = excluded.body, version = excluded.version"
)
ERASE = "DELETE FROM documents WHERE path = ?"

Row = tuple[str, str, int]
Body = str | None
"""Canonical text of a document, None = no document."""


class SqliteStore:
    """Safe for many threads and many processes; what is committed survives kill -9 (WAL).

    `counts` as in `belajar.documents.Tally`. Bad documents, paths and queries raise ValueError.
    """

    def __init__(self, path: Path) -> None:
        """Creates the folder and the database if they are not there."""
        self._path = path
        self._tally = Tally()
        self._writing = Lock()
        # By process: a connection must not be carried over a fork.
        self._idle: defaultdict[int, deque[sqlite3.Connection]] = defaultdict(deque)
        with _translated():
            _create(path)

    @property
    def counts(self) -> Counter[str]:
        """Operations so far."""
        return self._tally.counts

    def close(self) -> None:
        """Close the idle connections; the store stays usable."""
        idle = self._idle[os.getpid()]
        while idle:
            idle.pop().close()

    def get(self, *paths: str) -> list[Snapshot | None]:
        """One SELECT, whatever the number of paths."""
        for path in paths:
            check_path(path)
        with self._connection() as connection:
            found = {row[0]: _snapshot(row) for row in connection.execute(READ, (json.dumps(paths),))}
        self._tally.add("rpcs")
        self._tally.add("reads", len(paths))
        return [found.get(path) for path in paths]

    def query(self, query: Query) -> list[Snapshot]:
        """Looks at the documents of the collection only."""
        check_query(query)
        with self._connection() as connection:
            found = [_snapshot(row) for row in connection.execute(*statement(query))]
        self._tally.add("rpcs")
        self._tally.add("queries")
        self._tally.add("reads", max(1, len(found)))
        return found

    def commit(self, writes: Sequence[Write]) -> list[str]:
        """One write transaction; nothing is encoded while others wait for it."""
        check_writes(writes)
        changes = [_change(write) for write in writes]
        with self._connection() as connection, self._writing, _transaction(connection):
            versions = _apply(connection, writes, changes)
        deletes = sum(isinstance(write, Delete) for write in writes)
        self._tally.add("rpcs")
        self._tally.add("writes", len(writes) - deletes)
        self._tally.add("deletes", deletes)
        return versions

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        idle = self._idle[os.getpid()]
        with _translated():
            try:
                connection = idle.pop()
            except IndexError:
                connection = _open(self._path)
            try:
                yield connection
            finally:
                idle.append(connection)


def _create(path: Path) -> None:
    # Built aside and put in place whole: several processes and threads may start at once on an empty folder.
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as aside:
        fresh = Path(aside) / path.name
        connection = _open(fresh)
        connection.executescript(SCHEMA)
        connection.close()
        with suppress(FileExistsError):
            path.hardlink_to(fresh)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # Enough for the death of a process; only a power cut can lose the last commits, never tear one.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    return connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise RetryableError(Reason.STORE_UNAVAILABLE, name) from None


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _snapshot(row: Row) -> Snapshot:
    return Snapshot(row[0], from_text(row[1]), str(row[2]))


def _change(write: Write) -> Callable[[Body], Body]:
    """What the write makes of the document that is there."""
    if isinstance(write, Put):
        text = to_text(encode(dict(write.data)))
        return lambda _: text
    if isinstance(write, Merge):
        patch = encode_patch(dict(write.data))
        return lambda body: _merged(body, patch)
    return lambda _: None


def _merged(body: Body, patch: dict[str, Any]) -> str:
    document: dict[str, Any] = json.loads(body) if body else {}
    apply_patch(document, patch)
    return to_text(document)


def _apply(
    connection: sqlite3.Connection, writes: Sequence[Write], changes: Sequence[Callable[[Body], Body]]
) -> list[str]:
    paths = json.dumps([write.path for write in writes])
    present = {row[0]: row[1:] for row in connection.execute(READ, (paths,))}
    now: int = connection.execute(COUNT).fetchone()[0]
    rows: list[Row] = []
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


def _check_expectation(write: Write, version: int) -> None:
    found = str(version) if version else MISSING
    if write.expect is not None and write.expect != found:
        raise PreconditionError("a document is not as expected")
