"""A server in a process group of its own: started, waited for, and gone at the end."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import IO

START_SECONDS = 60.0
STOP_SECONDS = 5.0


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def process(command: Sequence[str], log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a command until the end of the block; what it says goes to `log`."""
    # A process group of its own: Ctrl-C reaches us alone, and we stop whatever the JVM has started.
    started = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield started
    finally:
        _stop(started)


def _stop(process: subprocess.Popen[bytes]) -> None:
    # Nothing of value is inside, so the group is killed if it does not go at once.
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def wait(host: str, started: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    """Returns when `host` answers; raises RuntimeError with the end of the log if it has ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while request(host, "GET", "/") != 200:
        if started.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            tail = log.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"the emulator on {host} does not answer:\n{tail}")
        time.sleep(0.05)


def request(host: str, method: str, path: str) -> int | None:
    """HTTP status, None if nobody answers."""
    connection = HTTPConnection(host, timeout=10)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
