"""What a deliverer does to the bus database: take due messages under a lease, settle them as acked or failed."""

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any, Final, Literal

from belajar.embedded.bus import DEAD_LETTER_PREFIX, Subscription, rfc3339
from belajar.embedded.bus_database import BusDatabase

Order = Literal["fifo", "lifo", "random"]

LEASE_MARGIN_SECONDS: Final = 10
"""A lease outlives the time-out of the delivery, so that a message is not given out while its answer is on the way."""
_SHUFFLED: Final = 1000
_COLUMNS: Final = "SELECT id, attempts, message_id, published, attributes, data FROM messages"
_DUE: Final[dict[Order, str]] = {
    "fifo": f"{_COLUMNS} WHERE subscription = ? AND due <= ? ORDER BY due, id LIMIT ?",
    "lifo": f"{_COLUMNS} WHERE subscription = ? AND due <= ? ORDER BY due DESC, id DESC LIMIT ?",
    "random": f"{_COLUMNS} WHERE subscription = ? AND due <= ? ORDER BY id LIMIT ?",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A message in our hands. `attempt` counts from 1."""

    subscription: Subscription
    id: int
    attempt: int
    message_id: str
    published: str
    attributes: str
    """JSON object."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """How deliveries are ordered, repeated and put off."""

    order: Order = "fifo"
    duplicates: int = 0
    """Extra deliveries of every message after its first ack: a test's magnifying glass for at-least-once."""
    backoff_scale: float = 1.0
    """Shortens the backoff of all subscriptions, so that nobody waits at a demo."""
    seed: int = 0
    """Of the random order."""

    def backoff_seconds(self, subscription: Subscription, attempt: int) -> float:
        """After the failed delivery number `attempt`: minimum, doubled each time, up to the maximum."""
        doubled = subscription.min_backoff_seconds * 2.0 ** min(attempt - 1, 60)
        return min(doubled, subscription.max_backoff_seconds) * self.backoff_scale


class Claims:
    """Leases of one owner. One thread at a time. Raises sqlite3.Error."""

    def __init__(
        self, database: BusDatabase, owner: str, project: str, now: Callable[[], float], patience: Patience
    ) -> None:
        self._database = database
        self._owner = owner
        self._project = project
        self._now = now
        self._patience = patience
        self._random = random.Random(patience.seed)  # noqa: S311  (shuffles deliveries of tests)

    def take(self, subscription: Subscription, limit: int) -> list[Claim]:
        """Up to `limit` due messages, leased to us for the ack deadline."""
        if not self._any_due(subscription):
            return []
        with self._database.writing() as connection:
            rows = self._due(connection, subscription, limit)
            until = self._now() + subscription.ack_deadline_seconds + LEASE_MARGIN_SECONDS
            leases = [(self._owner, until, row[0]) for row in rows]
            connection.executemany("UPDATE messages SET owner = ?, due = ? WHERE id = ?", leases)
        return [Claim(subscription, number, attempts + 1, *rest) for number, attempts, *rest in rows]

    def settle(self, outcomes: Iterable[tuple[Claim, bool]]) -> None:
        """Record (claim, acked?) in one transaction; outcomes of leases that were lost meanwhile have no effect."""
        with self._database.writing() as connection:
            for claim, acked in outcomes:
                if acked:
                    self._ack(connection, claim)
                elif claim.attempt >= claim.subscription.max_delivery_attempts:
                    self._bury(connection, claim)
                else:
                    delay = self._patience.backoff_seconds(claim.subscription, claim.attempt)
                    self._put_back(connection, claim, attempts=1, delay=delay)

    def free(self, is_gone: Callable[[str], bool]) -> None:
        """Make messages due at once whose owner is gone. The broken delivery does not count as an attempt."""
        with self._database.writing() as connection:
            owners = connection.execute("SELECT DISTINCT owner FROM messages WHERE owner IS NOT NULL").fetchall()
            gone = [(self._now(), name) for (name,) in owners if is_gone(name)]
            connection.executemany("UPDATE messages SET owner = NULL, due = ? WHERE owner = ?", gone)

    def seconds_to_next(self) -> float | None:
        """Until some message is due (0 = now), None if there is none. Reads the whole index: for tests."""
        with self._database.reading() as connection:
            (due,) = connection.execute("SELECT min(due) FROM messages").fetchone()
        return None if due is None else max(0.0, due - self._now())

    def _any_due(self, subscription: Subscription) -> bool:
        query = "SELECT 1 FROM messages WHERE subscription = ? AND due <= ? LIMIT 1"
        with self._database.reading() as connection:
            return connection.execute(query, (subscription.name, self._now())).fetchone() is not None

    def _due(self, connection: Connection, subscription: Subscription, limit: int) -> list[tuple[Any, ...]]:
        shuffled = self._patience.order == "random"
        values = (subscription.name, self._now(), _SHUFFLED if shuffled else limit)
        rows = connection.execute(_DUE[self._patience.order], values).fetchall()
        return self._random.sample(rows, min(limit, len(rows))) if shuffled else rows

    def _ack(self, connection: Connection, claim: Claim) -> None:
        query = "DELETE FROM messages WHERE id = ? AND owner = ? AND acks >= ?"
        if not connection.execute(query, (claim.id, self._owner, self._patience.duplicates)).rowcount:
            self._put_back(connection, claim, acks=1)

    def _put_back(
        self, connection: Connection, claim: Claim, *, attempts: int = 0, acks: int = 0, delay: float = 0.0
    ) -> None:
        connection.execute(
            "UPDATE messages SET owner = NULL, attempts = attempts + ?, acks = acks + ?, due = ?"
            " WHERE id = ? AND owner = ?",
            (attempts, acks, self._now() + delay, claim.id, self._owner),
        )

    def _bury(self, connection: Connection, claim: Claim) -> None:
        if not connection.execute("DELETE FROM messages WHERE id = ? AND owner = ?", (claim.id, self._owner)).rowcount:
            return
        origin = {
            f"{DEAD_LETTER_PREFIX}SourceSubscription": claim.subscription.name,
            f"{DEAD_LETTER_PREFIX}SourceSubscriptionProject": self._project,
            f"{DEAD_LETTER_PREFIX}SourceDeliveryCount": str(claim.attempt),
            f"{DEAD_LETTER_PREFIX}SourceTopicPublishTime": claim.published,
        }
        attributes = json.dumps(json.loads(claim.attributes) | origin)
        died = rfc3339(datetime.fromtimestamp(self._now(), UTC))
        connection.execute(
            "INSERT INTO dead_letters (subscription, attempts, died, published, attributes, data)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (claim.subscription.name, claim.attempt, died, claim.published, attributes, claim.data),
        )
