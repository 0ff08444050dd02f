"""A function behind HTTP, as the bus sees it: notes what is pushed to it, and answers what the test says."""

import base64
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Endpoint:
    """Messages carry a number as data. `hold`: answers wait until it is set. `answer` gives the status, 0 hangs up."""

    def __init__(
        self,
        hold: threading.Event | None = None,
        answer: Callable[[int], int] = lambda number: 204,
        answers_per_connection: int | None = None,
    ) -> None:
        self.hold, self.answer, self.answers_per_connection = hold, answer, answers_per_connection
        self.changed = threading.Condition()
        self.bodies: list[dict[str, Any]] = []
        self.peers: set[tuple[str, int]] = set()
        self.inside = self.most = 0
        self._server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"endpoint": self}))
        self._open = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/push?from=bus"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def numbers(self) -> list[int]:
        return [number_of(body) for body in self.bodies]

    @property
    def attempts(self) -> list[int]:
        return [body["deliveryAttempt"] for body in self.bodies]

    def wait_for(self, count: int) -> None:
        """Until so many pushes have come in."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.bodies) >= count, timeout=180), f"{len(self.bodies)} came"

    def note(self, body: dict[str, Any], peer: tuple[str, int]) -> int:
        with self.changed:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.bodies.append(body)
            self.peers.add(peer)
            self.changed.notify_all()
        if self.hold:
            self.hold.wait(60)
        with self.changed:
            self.inside -= 1
        return self.answer(number_of(body))

    def close(self) -> None:
        if self._open:
            self._server.shutdown()
            self._server.server_close()
        self._open = False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    endpoint: Endpoint
    answered = 0

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.endpoint.note(body, self.client_address)
        self.answered += 1
        # Hangs up without having said so, as an idle server does.
        self.close_connection = not status or self.answered == self.endpoint.answers_per_connection
        if status:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002
        """Quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A killed deliverer hangs up: no news."""


def number_of(body: dict[str, Any]) -> int:
    return int(base64.b64decode(body["message"].get("data", "")) or b"0")
