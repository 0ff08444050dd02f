"""The SQLite file behind the embedded bus. WAL mode, so that functions publish while the deliverer delivers."""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

BUSY_SECONDS: Final = 20.0

# `due` says when a message may be (re)delivered; a lease moves it into the future, so one index serves both.
# AUTOINCREMENT: an id never comes back, so a late outcome cannot hit a younger message.
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS subscriptions (
    name TEXT PRIMARY KEY, topic TEXT NOT NULL, function TEXT NOT NULL, ack_deadline_seconds REAL NOT NULL,
    min_backoff_seconds REAL NOT NULL, max_backoff_seconds REAL NOT NULL, max_delivery_attempts INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, due REAL NOT NULL, owner TEXT,
    attempts INTEGER NOT NULL DEFAULT 0, acks INTEGER NOT NULL DEFAULT 0,
    message_id TEXT NOT NULL, published TEXT NOT NULL, attributes TEXT NOT NULL, data BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_by_due ON messages (subscription, due);
CREATE TABLE IF NOT EXISTS dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT, subscription TEXT NOT NULL, attempts INTEGER NOT NULL, died TEXT NOT NULL,
    published TEXT NOT NULL, attributes TEXT NOT NULL, data BLOB NOT NULL
);
"""


class BusDatabase:
    """One connection for all threads of this process, opened at first use. Raises sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for single statements."""
        with self._lock:
            if self._connection is None:
                self._connection = _connect(self._path)
                # Python 3.13 warns of a connection that nobody closed. At exit another thread may still use it.
                weakref.finalize(self, self._connection.close).atexit = False
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: all or nothing, alone among all processes."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    with ExitStack() as undo:
        undo.callback(connection.close)
        connection.execute("PRAGMA journal_mode = WAL")
        # The log survives the death of a process; only a power cut may take the last instants.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
        undo.pop_all()
    return connection
