"""History of deliveries in an SQLite file: what happened in which case, on either engine."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final

KEPT_ROWS: Final = 100_000
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, event_id TEXT NOT NULL, type TEXT NOT NULL,
    correlation TEXT NOT NULL, causation TEXT NOT NULL, function TEXT NOT NULL, attempt INTEGER NOT NULL,
    status INTEGER NOT NULL, duration_ms REAL NOT NULL);
CREATE INDEX IF NOT EXISTS deliveries_case ON deliveries (correlation, number);
CREATE INDEX IF NOT EXISTS deliveries_causation ON deliveries (causation);
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message given to one function. `at`: Unix seconds of its arrival; `attempt` 0 = the bus did not say."""

    at: float
    event_id: str
    type: str
    correlation: str
    causation: str
    function: str
    attempt: int
    status: int
    duration_ms: float


@dataclass(frozen=True, slots=True)
class Case:
    """All deliveries that one request, file or tick has caused. Times in Unix seconds."""

    correlation: str
    first_type: str
    began: float
    ended: float
    deliveries: int
    failed: int


_COLUMNS: Final = ", ".join(field.name for field in fields(Delivery))
_INSERT: Final = f"INSERT INTO deliveries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants only


class EventLog:
    """Opens its file anew for each call: usable from any thread and process."""

    def __init__(self, database: Path) -> None:
        self._database = database
        database.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)

    def add(self, deliveries: Iterable[Delivery], kept_rows: int = KEPT_ROWS) -> None:
        """Append in one transaction, and forget all but the newest `kept_rows`."""
        with self._open() as connection:
            connection.executemany(_INSERT, [astuple(delivery) for delivery in deliveries])
            connection.execute(
                "DELETE FROM deliveries WHERE number <= (SELECT max(number) FROM deliveries) - ?", (kept_rows,)
            )

    def after(self, number: int, correlation: str = "", limit: int = 500) -> list[tuple[int, Delivery]]:
        """Deliveries numbered higher than `number`, in order; of one case if `correlation` is given."""
        one_case = "correlation = ? AND" if correlation else ""
        values = (*([correlation] if correlation else []), number, limit)
        rows = self._rows(
            f"SELECT number, {_COLUMNS} FROM deliveries WHERE {one_case} number > ? ORDER BY number LIMIT ?",  # noqa: S608 - constants only
            values,
        )
        return [(row[0], Delivery(*row[1:])) for row in rows]

    def last_number(self) -> int:
        """Number of the newest delivery, 0 if there is none."""
        return int(self._rows("SELECT coalesce(max(number), 0) FROM deliveries")[0][0])

    def cases(self, correlation: str = "", limit: int = 100) -> list[Case]:
        """The latest first; only those whose id begins with `correlation`."""
        rows = self._rows(
            "SELECT correlation, min(number), min(at), max(at + duration_ms / 1000), count(*),"
            " sum(status NOT BETWEEN 200 AND 299) FROM deliveries WHERE substr(correlation, 1, ?) = ?"
            " GROUP BY correlation ORDER BY max(number) DESC LIMIT ?",
            (len(correlation), correlation, limit),
        )
        types = self._types([row[1] for row in rows])
        return [Case(row[0], types[row[1]], *row[2:]) for row in rows]

    def caused(self, event_ids: Sequence[str]) -> dict[str, list[str]]:
        """Types of the events that these events have led to, by id, without repetition."""
        marks = ", ".join("?" * len(event_ids))
        rows = self._rows(
            f"SELECT DISTINCT causation, type FROM deliveries WHERE causation IN ({marks}) ORDER BY type",  # noqa: S608 - question marks
            event_ids,
        )
        found: dict[str, list[str]] = {}
        for causation, kind in rows:
            found.setdefault(causation, []).append(kind)
        return found

    def _types(self, numbers: Sequence[int]) -> dict[int, str]:
        marks = ", ".join("?" * len(numbers))
        return dict(self._rows(f"SELECT number, type FROM deliveries WHERE number IN ({marks})", numbers))  # noqa: S608 - question marks

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._open() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._database, timeout=10)) as connection, connection:
            connection.execute("PRAGMA synchronous = NORMAL")
            yield connection
