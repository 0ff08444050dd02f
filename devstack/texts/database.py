"""What the gateway has taken. Survives restarts."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS texts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, recipient TEXT NOT NULL, body TEXT NOT NULL,
    received_at TEXT NOT NULL, copies INTEGER NOT NULL DEFAULT 1, valid_seconds INTEGER);
CREATE INDEX IF NOT EXISTS texts_by_recipient ON texts (recipient);
"""


@dataclass(frozen=True, slots=True)
class StoredText:
    """One SMS; `copies` is how often it was handed over under its key: it went out once all the same.

    `valid_seconds`: after that time the network would have dropped it; None = the client did not say.
    """

    number: int
    key: str
    recipient: str
    body: str
    received_at: datetime
    copies: int
    valid_seconds: int | None


class TextInbox:
    """Opens its file anew for each call: usable from any thread and process."""

    def __init__(self, database: Path) -> None:
        self._database = database
        database.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
            _complete(connection)

    def add(self, key: str, recipient: str, body: str, received_at: datetime, valid_seconds: int | None) -> None:
        """Take a text, once per key."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO texts (key, recipient, body, received_at, valid_seconds) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET copies = copies + 1",
                (key, recipient, body, received_at.isoformat(), valid_seconds),
            )

    def texts(self, recipient: str = "") -> list[StoredText]:
        """Newest first; only those whose number contains `recipient`."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT number, key, recipient, body, received_at, copies, valid_seconds FROM texts"
                " WHERE instr(recipient, ?) ORDER BY number DESC LIMIT 500",
                (recipient,),
            ).fetchall()
        return [_stored(row) for row in rows]

    def clear(self) -> None:
        """Forget all texts."""
        with self._open() as connection:
            connection.execute("DELETE FROM texts")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._database, timeout=10)) as connection, connection:
            yield connection


def _complete(connection: sqlite3.Connection) -> None:
    """A file made before texts had a time of validity gets the column."""
    if "valid_seconds" not in {row[1] for row in connection.execute("PRAGMA table_info(texts)")}:
        connection.execute("ALTER TABLE texts ADD COLUMN valid_seconds INTEGER")


def _stored(row: tuple[int, str, str, str, str, int, int | None]) -> StoredText:
    number, key, recipient, body, received_at, copies, valid_seconds = row
    return StoredText(number, key, recipient, body, datetime.fromisoformat(received_at), copies, valid_seconds)
