"""A connection that has rested: its server has closed it, and a change must not be sent into it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from belajar.cloud.directory import IDLE_SECONDS, WorkspaceDirectory
from belajar.ports import UserChange
from devstack.host.server import IDLE_SECONDS as SIMULATOR_IDLE_SECONDS

CHANGE = UserChange(suspended=True)


class Impatient(BaseHTTPRequestHandler):
    """Takes every change, and closes a connection that rests for a moment."""

    protocol_version = "HTTP/1.1"
    timeout = 0.05

    def do_PATCH(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.ports.append(self.client_address[1])
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b'{"id":"1"}')

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def impatient() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Impatient)
    server.ports = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_change_after_a_rest_is_made_and_no_doubt_is_left():
    with impatient() as server:
        directory = WorkspaceDirectory(f"http://127.0.0.1:{server.server_port}", None, None, idle_seconds=0.02)
        for _ in range(3):
            directory.update("siti@sd.belajar.id", CHANGE)
            time.sleep(0.2)
        directory.close()
        assert len(set(server.ports)) == 3


def test_calls_close_to_each_other_share_a_connection():
    with impatient() as server:
        directory = WorkspaceDirectory(f"http://127.0.0.1:{server.server_port}", None, None)
        for _ in range(3):
            directory.update("siti@sd.belajar.id", CHANGE)
        directory.close()
        assert len(set(server.ports)) == 1


def test_we_are_done_with_a_connection_before_the_simulator_is():
    assert IDLE_SECONDS < SIMULATOR_IDLE_SECONDS
