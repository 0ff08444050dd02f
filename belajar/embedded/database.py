"""The SQLite file behind the embedded store: made once, opened by many threads and processes."""

import os
import sqlite3
import weakref
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from belajar.errors import Reason, RetryableError

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


class Database:
    """Connections that are used again. Whatever goes wrong in SQLite is RetryableError(STORE_UNAVAILABLE)."""

    def __init__(self, path: Path) -> None:
        """Creates the folder and the database if they are not there."""
        self._path = path
        self._writing = Lock()
        # By process: a connection must not be carried over a fork.
        self._idle: defaultdict[int, deque[sqlite3.Connection]] = defaultdict(deque)
        # Python 3.13 warns of a connection that nobody closed.
        weakref.finalize(self, _close_idle, self._idle)
        with _translated():
            _create(path)

    def close(self) -> None:
        """Close the idle connections; the next use opens new ones."""
        _close_idle(self._idle)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for one statement."""
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

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a write transaction, committed at the end unless something is raised."""
        # The lock spares the threads of one process SQLite's polling for the file's lock.
        with self.reading() as connection, self._writing:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def _close_idle(by_process: defaultdict[int, deque[sqlite3.Connection]]) -> None:
    idle = by_process[os.getpid()]
    while idle:
        idle.pop().close()


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
    with ExitStack() as undo:
        undo.callback(connection.close)
        # Enough for the death of a process; only a power cut can lose the last commits, never tear one.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        undo.pop_all()
    return connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise RetryableError(Reason.STORE_UNAVAILABLE, name) from None
