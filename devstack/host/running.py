"""How other processes find the running stack: a note in its run folder, true as long as its lock is held."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from devstack.host.environment import RefusedError
from devstack.host.places import Engine, Places

_TRIES: Final = 10
_PAUSE_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Note:
    """What the stack tells of itself."""

    pid: int
    url: str
    engine: Engine
    root: str
    environment: dict[str, str]
    """The functions' own; with it a process sees the same store, bus and files."""

    @property
    def places(self) -> Places:
        """Where it keeps things."""
        return Places(Path(self.root), self.engine)


@contextmanager
def alone(run: Path) -> Iterator[None]:
    """Hold the lock of this run folder. Raises RefusedError if another stack does; a killed one leaves it free."""
    run.mkdir(parents=True, exist_ok=True)
    with _lock_path(run).open("a") as lock:
        if not _locked_soon(lock):
            raise RefusedError(f"A stack is running already in {run.parent}: stop it first, or give another --folder.")
        _note_path(run).unlink(missing_ok=True)
        try:
            yield
        finally:
            _note_path(run).unlink(missing_ok=True)


def announce(run: Path, note: Note) -> None:
    """Say that the stack is ready."""
    fresh = _note_path(run).with_suffix(".new")
    # The environment names files with keys, so the note is for its owner only.
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(note), file, indent=1)
    fresh.replace(_note_path(run))


def running(run: Path) -> Note | None:
    """The stack that is ready in this run folder; None if there is none, or it has died."""
    try:
        with _lock_path(run).open("r") as lock:
            if _locked(lock):
                return None
        note: dict[str, Any] = json.loads(_note_path(run).read_text())
    except FileNotFoundError:
        return None
    return Note(**note)


def _locked_soon(lock: Any) -> bool:
    """Those who only ask whether a stack runs hold the lock for an instant."""
    for _ in range(_TRIES):
        if _locked(lock):
            return True
        time.sleep(_PAUSE_SECONDS)
    return False


def _locked(lock: Any) -> bool:
    """Whether the lock was free; it is ours then until the file is closed."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_path(run: Path) -> Path:
    return run / "stack.lock"


def _note_path(run: Path) -> Path:
    return run / "stack.json"
