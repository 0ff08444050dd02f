"""Stands before the functions and notes every delivery; a thread of its own writes them in batches."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from belajar.ports import Clock
from belajar.runtime.envelope import Received, UnreadableError, open_push
from devstack.host.event_log import Delivery, EventLog

BATCH_SECONDS: Final = 0.25
UNREADABLE: Final = "(tidak terbaca)"


class Recorder:
    """Records what passes through the applications it wraps. A kill loses notes, never work."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log, self._clock = log, clock
        self._waiting: list[Delivery] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def wrap(self, function: str, app: WSGIApplication) -> WSGIApplication:
        """The same application, recorded."""

        def recorded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(raw)
            seen: list[str] = []
            at, began = self._clock.now().timestamp(), time.perf_counter()
            content = list(app(environ, _noting(seen, start_response)))
            duration_ms = (time.perf_counter() - began) * 1000
            self._note(_delivery(function, raw, at, int(seen[0].partition(" ")[0]), duration_ms))
            return content

        return recorded

    def start(self) -> None:
        """Write every quarter of a second."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self.flush()

    def flush(self) -> None:
        """Write now."""
        with self._lock:
            batch, self._waiting = self._waiting, []
        if batch:
            self._log.add(batch)

    def _note(self, delivery: Delivery) -> None:
        with self._lock:
            self._waiting.append(delivery)

    def _run(self) -> None:
        while not self._stopped.wait(BATCH_SECONDS):
            self.flush()


def _noting(seen: list[str], start_response: Any) -> Callable[..., Any]:
    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        seen[:] = [status]
        return start_response(status, headers, exc_info)

    return start


def _delivery(function: str, raw: bytes, at: float, status: int, duration_ms: float) -> Delivery:
    received = _opened(raw)
    if received is None:
        return Delivery(at, "", UNREADABLE, "", "", function, 0, status, duration_ms)
    return Delivery(
        at,
        received.id,
        received.event.type,
        received.correlation_id,
        received.causation_id,
        function,
        received.attempt,
        status,
        duration_ms,
    )


def _opened(raw: bytes) -> Received | None:
    """As the function itself reads it, so that ids derived from foreign messages are the same."""
    try:
        return open_push(raw)
    except UnreadableError:
        return None
