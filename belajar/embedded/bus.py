"""Publish-subscribe in one SQLite file: the embedded default for Pub/Sub."""

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Final

from belajar.embedded.bus_database import BusDatabase
from belajar.errors import Reason, RetryableError
from belajar.ports import Clock, Message
from belajar.runtime.clock import SystemClock

DEAD_LETTER_PREFIX: Final = "CloudPubSubDeadLetter"
"""Pub/Sub marks a dead letter's origin with attributes of this prefix."""
MAX_MESSAGE_BYTES: Final = 10_000_000
MAX_ATTRIBUTES: Final = 100
MAX_ATTRIBUTE_BYTES: Final = 1024

_SYSTEM_CLOCK: Final = SystemClock()
_INSERT: Final = (
    "INSERT INTO messages (subscription, due, message_id, published, attributes, data) VALUES (?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who listens to a topic, and how patient the delivery is. `name` is the short id."""

    name: str
    topic: str
    function: str
    ack_deadline_seconds: float
    min_backoff_seconds: float
    max_backoff_seconds: float
    max_delivery_attempts: int


_ROW: Final = attrgetter(*(field.name for field in fields(Subscription)))


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message given up after `attempts` deliveries. `id` is what `replay` takes."""

    id: str
    subscription: str
    attempts: int
    published: str
    attributes: dict[str, str]
    data: bytes


@dataclass(frozen=True, slots=True)
class Backlog:
    """What one subscription still holds: waiting (also for a backoff), under delivery, given up."""

    waiting: int
    leased: int
    dead: int


class SqliteBus:
    """Bus over one file, safe for many threads and processes. `counts` tallies `messages` and `rpcs` as Google bills.

    An unknown topic is a slip of the programmer, not of the day: LookupError, and nothing is published. A message
    that Pub/Sub would not take is a ValueError.
    """

    def __init__(self, path: Path, clock: Clock = _SYSTEM_CLOCK) -> None:
        self._database = BusDatabase(path)
        self._clock = clock
        self.counts: Counter[str] = Counter()

    def configure(self, subscriptions: Iterable[Subscription]) -> None:
        """Replace the list of subscriptions. Idempotent; messages and dead letters stay."""
        rows = [_ROW(subscription) for subscription in subscriptions]
        with _translated(), self._database.writing() as connection:
            connection.execute("DELETE FROM subscriptions")
            connection.executemany("INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def subscriptions(self) -> list[Subscription]:
        """As configured, by name."""
        with _translated(), self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM subscriptions ORDER BY name").fetchall()
        return [Subscription(*row) for row in rows]

    def publish(self, messages: Sequence[Message]) -> None:
        """All or nothing, in one transaction: stricter than the port asks."""
        for message in messages:
            check_message(message)
        with _translated(), self._database.writing() as connection:
            listeners = _listeners(connection)
            connection.executemany(_INSERT, self._copies(messages, listeners))
        self.counts.update(messages=len(messages), rpcs=1)

    def backlog(self) -> dict[str, Backlog]:
        """Of every subscription, by name."""
        query = (
            "SELECT name, (SELECT count(*) FROM messages WHERE subscription = name AND owner IS NULL),"
            " (SELECT count(*) FROM messages WHERE subscription = name AND owner IS NOT NULL),"
            " (SELECT count(*) FROM dead_letters WHERE subscription = name) FROM subscriptions ORDER BY name"
        )
        with _translated(), self._database.reading() as connection:
            return {name: Backlog(*numbers) for name, *numbers in connection.execute(query).fetchall()}

    def dead_letters(self) -> list[DeadLetter]:
        """All, oldest first."""
        query = "SELECT id, subscription, attempts, published, attributes, data FROM dead_letters ORDER BY id"
        with _translated(), self._database.reading() as connection:
            rows = connection.execute(query).fetchall()
        return [
            DeadLetter(str(number), subscription, attempts, published, json.loads(attributes), data)
            for number, subscription, attempts, published, attributes, data in rows
        ]

    def replay(self, ids: Collection[str] | None = None) -> int:
        """Give dead letters (None = all) back to the subscription they died on, as new messages; returns how many."""
        chosen = [letter for letter in self.dead_letters() if ids is None or letter.id in ids]
        with _translated(), self._database.writing() as connection:
            alive = [letter for letter in chosen if _removed(connection, letter.id)]
            connection.executemany(_INSERT, [self._revived(letter) for letter in alive])
        return len(alive)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _copies(self, messages: Iterable[Message], listeners: dict[str, list[str]]) -> Iterator[tuple[object, ...]]:
        for message in messages:
            if message.topic not in listeners:
                raise LookupError(f"nobody listens to topic {message.topic!r}")
            stamp = self._stamp()
            attributes = json.dumps(dict(message.attributes))
            for subscription in listeners[message.topic]:
                yield (subscription, *stamp, attributes, message.data)

    def _revived(self, letter: DeadLetter) -> tuple[object, ...]:
        own = {key: value for key, value in letter.attributes.items() if not key.startswith(DEAD_LETTER_PREFIX)}
        return (letter.subscription, *self._stamp(), json.dumps(own), letter.data)

    def _stamp(self) -> tuple[float, str, str]:
        """When due, message id, publish time."""
        now = self._clock.now()
        return now.timestamp(), str(secrets.randbits(53)), rfc3339(now)


def rfc3339(moment: datetime) -> str:
    """As Pub/Sub writes times."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def check_message(message: Message) -> None:
    """Raises ValueError for what Pub/Sub refuses (quotas page: size, number and length of attributes, emptiness)."""
    if not message.data and not message.attributes:
        raise ValueError("a message needs data or attributes")
    if len(message.data) > MAX_MESSAGE_BYTES or len(message.attributes) > MAX_ATTRIBUTES:
        raise ValueError("message is too large")
    if any(len(value.encode()) > MAX_ATTRIBUTE_BYTES for value in message.attributes.values()):
        raise ValueError("an attribute is too long")


def _listeners(connection: sqlite3.Connection) -> dict[str, list[str]]:
    topics: dict[str, list[str]] = {}
    for topic, name in connection.execute("SELECT topic, name FROM subscriptions"):
        topics.setdefault(topic, []).append(name)
    return topics


def _removed(connection: sqlite3.Connection, letter_id: str) -> bool:
    return connection.execute("DELETE FROM dead_letters WHERE id = ?", (int(letter_id),)).rowcount == 1


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise RetryableError(Reason.BUS_UNAVAILABLE, error.sqlite_errorname) from error
