"""Plain stand-ins behind the ports: they keep what they are given, and break where a test says so."""

import threading
from collections.abc import Callable, Sequence

from belajar.errors import Reason, RetryableError
from belajar.ports import Message, Query, Snapshot, Store, Write


class KeptBus:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.down = False

    def publish(self, messages: Sequence[Message]) -> None:
        if self.down:
            raise RetryableError(Reason.BUS_UNAVAILABLE)
        self.messages += messages


class KilledError(BaseException):
    """The process is gone: nothing of ours may catch this."""


class Fuse:
    """Counts outside effects over all ports and kills the process after (or in place of) a chosen one."""

    def __init__(self) -> None:
        self.effects: list[str] = []
        self.kill_at: int | None = None
        self.before = False
        self._lock = threading.Lock()

    def burn(self, name: str, effect: Callable[[], object]) -> object:
        with self._lock:
            self.effects.append(name)
            due = self.kill_at is not None and len(self.effects) - 1 == self.kill_at
        if due and self.before:
            raise KilledError(name)
        try:
            return effect()
        finally:
            if due:  # also when the effect has failed
                raise KilledError(name)


class FusedStore:
    """A store whose commits are effects."""

    def __init__(self, store: Store, fuse: Fuse) -> None:
        self._store, self._fuse = store, fuse

    def get(self, *paths: str) -> list[Snapshot | None]:
        return self._store.get(*paths)

    def query(self, query: Query) -> list[Snapshot]:
        return self._store.query(query)

    def commit(self, writes: Sequence[Write]) -> list[str]:
        return self._fuse.burn("commit", lambda: self._store.commit(writes))  # type: ignore[return-value]


class Fused:
    """Any other port: the named methods are effects."""

    def __init__(self, port: object, fuse: Fuse, *methods: str) -> None:
        self._port, self._fuse, self._methods = port, fuse, methods

    def __getattr__(self, name: str) -> object:
        method = getattr(self._port, name)
        if name not in self._methods:
            return method
        return lambda *args, **kwargs: self._fuse.burn(name, lambda: method(*args, **kwargs))
