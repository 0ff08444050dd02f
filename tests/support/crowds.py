"""Many callers at one moment: a clock that stands still, a store that lets nobody go on before all have read."""

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from belajar.embedded.store import SqliteStore
from belajar.ports import Query
from tests.support.clock import ManualClock
from tests.support.ports import KeptBus


class StillClock(ManualClock):
    """For crowds: waiting between tries moves nothing."""

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@dataclass(frozen=True)
class Reply:
    """Of one request."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body["code"])


class GatheringStore:
    """Lets nobody go on who reads a document of this kind for the first time until all have: the worst of crowds."""

    def __init__(self, store: SqliteStore, prefix: str, size: int) -> None:
        self._store, self._prefix, self._all = store, prefix, threading.Barrier(size)
        self._gathered = threading.local()
        self.query, self.commit = store.query, store.commit

    def get(self, *paths: str) -> Any:
        found = self._store.get(*paths)
        if any(path.startswith(self._prefix) for path in paths) and not hasattr(self._gathered, "once"):
            self._gathered.once = True
            self._all.wait(60)
        return found


class CodeDesk:
    """What tests of functions with codes share. Who derives from it has `right` (code of an id) and `serve` (deps)."""

    store: SqliteStore
    bus: KeptBus
    deps: Any
    right: Callable[[str], str]
    serve: Callable[[Any], None]

    def wrong(self, about: str) -> str:
        return f"{(int(self.right(about)) + 1) % 10**6:06d}"

    def document(self, path: str) -> dict[str, Any] | None:
        [found] = self.store.get(path)
        return found.data if found else None

    def all(self, collection: str) -> list[dict[str, Any]]:
        return [snapshot.data for snapshot in self.store.query(Query(collection, limit=300))]

    def events(self, topic: str) -> list[dict[str, Any]]:
        return [json.loads(message.data) for message in self.bus.messages if message.topic == f"{topic}-v1"]

    def crowd(self, acts: Sequence[Callable[[], Reply]]) -> list[Reply]:
        """All at once."""
        with ThreadPoolExecutor(len(acts)) as pool:
            return [done.result() for done in [pool.submit(act) for act in acts]]

    def gather(self, prefix: str, acts: Sequence[Callable[[], Reply]]) -> list[Reply]:
        """All at once, and each has read `prefix` before the first goes on."""
        alone = self.deps
        self.serve(replace(alone, store=GatheringStore(self.store, prefix, len(acts))))
        replies = self.crowd(acts)
        self.serve(alone)
        return replies
