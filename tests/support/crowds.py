"""Many callers at one moment: a clock that stands still, a store that lets nobody go on before all have read."""

import threading
from dataclasses import dataclass
from typing import Any

from belajar.embedded.store import SqliteStore
from tests.support.clock import ManualClock


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
