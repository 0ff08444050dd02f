"""Outgoing events: committed with the decision, published after it, removed when the bus has them.

One document per run, its id a hash so that a national import does not write one hot range of keys.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from belajar.errors import PreconditionError, Reason, RetryableError
from belajar.ports import Bus, Clock, Delete, Message, Put, Query, Snapshot, Store
from belajar.runtime.logs import log

YOUNG = timedelta(seconds=60)
PAGE = 100


class Outbox:
    """Publishes what was committed. Publishing twice is harmless: consumers know events by id."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        self._store, self._bus, self._clock = store, bus, clock

    def entry(self, run: str, messages: Sequence[Message]) -> Put:
        """The document to commit with the decision of this run."""
        stored = [{"topic": m.topic, "data": m.data.decode(), "attributes": dict(m.attributes)} for m in messages]
        return Put(outbox_path(run), {"messages": stored, "created_at": self._clock.now()})

    def publish(self, path: str, messages: Sequence[Message]) -> None:
        """Publish, then forget. A failure is left to the sweeper: the decision stands already."""
        try:
            self._bus.publish(messages)
            self._store.commit([Delete(path)])
        except RetryableError as error:
            log("WARNING", "outbox entry left to the sweeper", reason=error.reason.value)
        except PreconditionError:  # contention: the events are out, their entry is not gone yet
            log("WARNING", "outbox entry left to the sweeper", reason=Reason.CONFLICT.value)

    def publish_left(self, run: str) -> None:
        """Publish what an earlier delivery of the same message committed but did not get out."""
        [snapshot] = self._store.get(outbox_path(run))
        if snapshot:
            self.publish(snapshot.path, messages_of(snapshot))

    def sweep(self) -> int:
        """Publish every entry older than a minute; returns how many. Starts at a random place, walks all round."""
        start = f"outbox/{secrets.token_hex(16)}"
        return self._walk(start, None) + self._walk(None, start)

    def _walk(self, after: str | None, until: str | None) -> int:
        swept = 0
        while page := self._store.query(Query("outbox", limit=PAGE, after=after)):
            for snapshot in page:
                if until and snapshot.path > until:
                    return swept
                if self._clock.now() - snapshot.data["created_at"] >= YOUNG:
                    swept += self._publish_old(snapshot)
            after = page[-1].path
        return swept

    def _publish_old(self, snapshot: Snapshot) -> bool:
        """An entry that the bus will not have (its topic is missing) must not keep the others back."""
        try:
            self.publish(snapshot.path, messages_of(snapshot))
        except (LookupError, ValueError) as error:
            log("ERROR", "outbox entry cannot be published", document=snapshot.path, reason=type(error).__name__)
            return False
        return True


def outbox_path(run: str) -> str:
    """Where the events of a run wait."""
    return f"outbox/{hashlib.sha256(run.encode()).hexdigest()[:32]}"


def messages_of(snapshot: Snapshot) -> list[Message]:
    """The messages of an entry."""
    return [Message(m["topic"], m["data"].encode(), m["attributes"]) for m in snapshot.data["messages"]]
