"""A stack as a child process, for the demo and for flow tests: it dies with whoever started it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from devstack.host.places import Engine
from devstack.host.running import Note, running

ROOT: Final = Path(__file__).parent.parent.parent
READY_SECONDS: Final = 90.0
STOP_SECONDS: Final = 15.0
PAUSE_SECONDS: Final = 0.05


class StackFailedError(Exception):
    """The child did not become ready; the text is what it said."""


@contextmanager
def child_stack(root: Path, engine: Engine) -> Iterator[Note]:
    """A stack with its files under `root`, on a free port, stopped at the end. Raises StackFailedError."""
    process = start_child(root, engine)
    try:
        yield await_ready(process, root)
    finally:
        stop_child(process)


def start_child(root: Path, engine: Engine) -> subprocess.Popen[str]:
    """Begins to start; deaf to the terminal's Ctrl-C, which is its parent's to handle."""
    root.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "devstack.cli", "--folder", str(root), "up", "--port", "0", "--engine", engine]
    with _output(root).open("w") as output:
        return subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def _output(root: Path) -> Path:
    """What it prints. No pipe: one that nobody reads stops the stack once it is full."""
    return root / "keluaran.log"


def await_ready(process: subprocess.Popen[str], root: Path) -> Note:
    """Raises StackFailedError if it ends or does not come up."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = _output(root).read_text()
            raise StackFailedError(said.strip() or f"the stack ended with {process.returncode}")
        note = running(root / "run")
        if note is not None and note.pid == process.pid:
            return note
        time.sleep(PAUSE_SECONDS)
    raise StackFailedError("the stack did not become ready")


def stop_child(process: subprocess.Popen[str]) -> int:
    """As Ctrl-C would, or by force if that does not help; returns the exit code. Idempotent."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()
