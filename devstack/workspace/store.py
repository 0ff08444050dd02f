"""Users of the simulated Workspace in an SQLite file, so that they survive a restart."""

import json
import os
import sqlite3
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, email TEXT NOT NULL, given_name TEXT NOT NULL, family_name TEXT NOT NULL,
    profile TEXT NOT NULL, password TEXT NOT NULL, created REAL NOT NULL, deleted REAL);
CREATE INDEX IF NOT EXISTS users_email ON users (email);
CREATE TABLE IF NOT EXISTS addresses (address TEXT PRIMARY KEY, user_id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS addresses_user ON addresses (user_id);
CREATE TABLE IF NOT EXISTS sign_outs (user_id TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
_COLUMNS = "id, email, given_name, family_name, profile, password, created, deleted"


@dataclass(frozen=True, slots=True)
class Record:
    """One user. `profile` is what was written through the API, `password` a salted hash, times are Unix seconds."""

    id: str
    email: str
    profile: dict[str, Any]
    password: str = field(repr=False)
    created: float
    deleted: float | None = None


class TakenError(Exception):
    """Another user has the address, as primary one or as alias."""


class Users:
    """The users within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> Record | None:
        """User by id, primary address or alias; deleted ones by id only."""
        owner = "SELECT user_id FROM addresses WHERE address = ?"
        found = self.select(f"id = ? OR id = ({owner})", (key, key.lower()))
        return found[0] if found else None

    def select(self, condition: str, values: tuple[Any, ...] = (), tail: str = "") -> list[Record]:
        """Users for an SQL condition of ours."""
        query = f"SELECT {_COLUMNS} FROM users WHERE {condition} {tail}"  # noqa: S608 -- values are bound
        return [_record(row) for row in self._connection.execute(query, values)]

    def save(self, record: Record) -> None:
        """Insert or replace a user and claim the primary address. Raises TakenError."""
        self._claim(record)
        name = record.profile["name"]
        row = (record.id, record.email, name["givenName"], name["familyName"], json.dumps(record.profile))
        self._connection.execute(
            "INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, record.password, record.created, record.deleted),
        )

    def aliases(self, record: Record) -> list[str]:
        """Earlier addresses, which a renamed user keeps."""
        query = "SELECT address FROM addresses WHERE user_id = ? AND address != ? ORDER BY address"
        return [row[0] for row in self._connection.execute(query, (record.id, record.email))]

    def release(self, record: Record) -> None:
        """Give up all addresses of a deleted user."""
        self._connection.execute("DELETE FROM addresses WHERE user_id = ?", (record.id,))

    def sign_outs(self, record: Record) -> int:
        """How often the user has been signed out everywhere: a sign-in holds until the number changes."""
        query = "SELECT coalesce(sum(times), 0) FROM sign_outs WHERE user_id = ?"
        return int(self._connection.execute(query, (record.id,)).fetchone()[0])

    def sign_out(self, record: Record) -> None:
        """End all sign-ins of the user."""
        self._connection.execute(
            "INSERT INTO sign_outs VALUES (?, 1) ON CONFLICT (user_id) DO UPDATE SET times = times + 1", (record.id,)
        )

    def count(self, condition: str) -> int:
        """Number of users for an SQL condition of ours."""
        query = f"SELECT count(*) FROM users WHERE {condition}"  # noqa: S608 -- constants only
        return int(self._connection.execute(query).fetchone()[0])

    def external_ids(self) -> dict[str, int]:
        """How many external ids are in use, and how many of them by more than one user."""
        query = """SELECT count(*), coalesce(sum(n > 1), 0) FROM (
            SELECT count(DISTINCT users.id) AS n FROM users, json_each(profile, '$.externalIds') AS entry
            WHERE deleted IS NULL GROUP BY entry.value ->> 'value')"""
        used, shared = self._connection.execute(query).fetchone()
        return {"external_ids": used, "shared_external_ids": shared}

    def _claim(self, record: Record) -> None:
        if record.deleted is not None:
            return
        self._connection.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (record.email, record.id))
        owner = self._connection.execute("SELECT user_id FROM addresses WHERE address = ?", (record.email,)).fetchone()
        if owner[0] != record.id:
            raise TakenError


class UserStore:
    """Opens transactions; safe to use from several threads and processes.

    Connections are kept: closing the last one would make SQLite fold its log into the file after every call.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._idle: deque[sqlite3.Connection] = deque()
        weakref.finalize(self, _close_all, self._idle)
        database.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
            connection.execute("INSERT OR IGNORE INTO secrets VALUES ('forms', ?)", (os.urandom(32),))
            self.secret = bytes(connection.execute("SELECT value FROM secrets WHERE name = 'forms'").fetchone()[0])

    @contextmanager
    def reading(self) -> Iterator[Users]:
        """Read without a lock."""
        with self._connection() as connection:
            yield Users(connection)

    @contextmanager
    def writing(self) -> Iterator[Users]:
        """Read and write as the only writer; an error undoes everything."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Users(connection)
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._idle.append(connection)

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._database, timeout=30, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection


def _close_all(connections: deque[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def _record(row: tuple[Any, ...]) -> Record:
    identifier, email, _given, _family, profile, password, created, deleted = row
    return Record(identifier, email, json.loads(profile), password, created, deleted)
