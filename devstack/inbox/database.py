"""What the inbox holds: mails as they came over the wire, answers to give, bounces to report. Survives restarts."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS mails (
    number INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, recipient TEXT NOT NULL,
    received_at TEXT NOT NULL, raw BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS mails_by_recipient ON mails (recipient);
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, answer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bounces (
    number INTEGER PRIMARY KEY AUTOINCREMENT, mark TEXT NOT NULL, code TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class StoredMail:
    """One mail; `copies` is how often it came with this Message-ID to this recipient."""

    number: int
    message_id: str
    recipient: str
    received_at: datetime
    raw: bytes
    copies: int


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that is still to be posted. `mark`: our id of the mail; `code`: enhanced status code (RFC 3463)."""

    number: int
    mark: str
    code: str


class Inbox:
    """Opens its file anew for each call: usable from any thread and process."""

    def __init__(self, database: Path) -> None:
        self._database = database
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(SCHEMA)

    def add(self, message_id: str, recipient: str, raw: bytes, at: datetime) -> None:
        """Keep one mail for one recipient."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO mails (message_id, recipient, received_at, raw) VALUES (?, ?, ?, ?)",
                (message_id, recipient, at.isoformat(), raw),
            )

    def mails(self, to: str = "", *, limit: int = 200) -> list[StoredMail]:
        """Newest first, the last copy of each Message-ID; `to`: part of the address, any case."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT max(number), message_id, recipient, received_at, raw, count(*) FROM mails"
                " WHERE instr(lower(recipient), lower(?)) GROUP BY message_id, recipient"
                " ORDER BY 1 DESC LIMIT ?",
                (to, limit),
            )
            return [_stored(row) for row in rows]

    def mail(self, number: int) -> StoredMail | None:
        """One mail by its number."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT number, message_id, recipient, received_at, raw, (SELECT count(*) FROM mails AS other"
                " WHERE other.message_id = mails.message_id AND other.recipient = mails.recipient)"
                " FROM mails WHERE number = ?",
                (number,),
            ).fetchone()
            return _stored(row) if row else None

    def clear(self) -> None:
        """Forget all mails."""
        with self._open() as connection:
            connection.execute("DELETE FROM mails")

    def program(self, recipient: str, *answers: str) -> None:
        """Give these SMTP replies, in this order, to the next mails for this address; `250` lets one through."""
        with self._open() as connection:
            connection.executemany(
                "INSERT INTO answers (recipient, answer) VALUES (?, ?)", [(recipient, answer) for answer in answers]
            )

    def take_answer(self, recipient: str) -> str | None:
        """The next programmed reply for this address, used up by the call."""
        with self._open() as connection:
            row = connection.execute(
                "DELETE FROM answers WHERE number = (SELECT min(number) FROM answers WHERE recipient = ?)"
                " RETURNING answer",
                (recipient,),
            ).fetchone()
            return row and str(row[0])

    def add_bounce(self, mark: str, code: str) -> None:
        """Note that a bounce is to be reported."""
        with self._open() as connection:
            connection.execute("INSERT INTO bounces (mark, code) VALUES (?, ?)", (mark, code))

    def bounces(self) -> list[Bounce]:
        """Those not yet reported, oldest first."""
        with self._open() as connection:
            return [
                Bounce(*row) for row in connection.execute("SELECT number, mark, code FROM bounces ORDER BY number")
            ]

    def bounce_reported(self, bounce: Bounce) -> None:
        """Forget a bounce whose report was taken."""
        with self._open() as connection:
            connection.execute("DELETE FROM bounces WHERE number = ?", (bounce.number,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._database, timeout=10)) as connection, connection:
            yield connection


def _stored(row: tuple[int, str, str, str, bytes, int]) -> StoredMail:
    number, message_id, recipient, received_at, raw, copies = row
    return StoredMail(number, message_id, recipient, datetime.fromisoformat(received_at), raw, copies)
