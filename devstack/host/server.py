"""A small threaded WSGI server with keep-alive: the development servers at hand close after every answer.

Answers are buffered whole, so every one has a length and the connection can go on.
"""

import io
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

IDLE_SECONDS: Final = 75.0
DRAIN_BYTES: Final = 1_048_576
"""A request whose unread rest is longer costs its connection instead."""


class Body(io.RawIOBase):
    """The body of one request: ends where its length says, whatever the connection holds behind it."""

    def __init__(self, source: Any, length: int) -> None:
        self._source = source
        self.left = length

    def readable(self) -> bool:
        """Of io."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Of io: at most what is left."""
        wanted = memoryview(buffer)[: self.left]
        got: int = self._source.readinto1(wanted) if len(wanted) else 0
        self.left -= got
        return got


class Handler(BaseHTTPRequestHandler):
    """One connection, one request after the other."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    wbufsize = -1
    disable_nagle_algorithm = True
    server: "GatewayServer"

    def do_GET(self) -> None:
        """Serve any method."""
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal() or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self.send_error(411)
            return
        body = Body(self.rfile, int(length))
        self._answer(*_run(self.server.app, self._environ(io.BufferedReader(body))))
        self._drain(body)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET  # noqa: N815

    def handle(self) -> None:
        """Until the connection ends; a dropped one is no event."""
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def log_message(self, *_: Any) -> None:
        """Nothing: the functions log, and the recorder records."""

    def _environ(self, body: io.BufferedReader) -> WSGIEnvironment:
        path, _, query = self.path.partition("?")
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": self.path,
            "SERVER_NAME": str(self.server.server_address[0]),
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": self.headers.get("Content-Length", ""),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": body,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "werkzeug.socket": self.connection,
        }
        for name in set(self.headers.keys()):
            key = "HTTP_" + name.upper().replace("-", "_")
            # An underscore could pass for the dash of another header.
            if "_" not in name and key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
                environ[key] = ",".join(self.headers.get_all(name, []))
        return environ

    def _answer(self, status: str, headers: Iterable[tuple[str, str]], content: bytes) -> None:
        code, _, phrase = status.partition(" ")
        bodyless = code in ("204", "304")
        self.send_response(int(code), phrase)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection"):
                self.send_header(name, value)
        if not bodyless:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and not bodyless:
            self.wfile.write(content)
        self.wfile.flush()

    def _drain(self, body: Body) -> None:
        if body.left > DRAIN_BYTES:
            self.close_connection = True
        while body.left and not self.close_connection:
            if not body.read(65_536):
                self.close_connection = True


class GatewayServer(ThreadingHTTPServer):
    """Listens at once; serves `app` from `start` on. Port 0 takes a free one. Raises OSError if the port is taken."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int) -> None:
        super().__init__((host, port), Handler)
        self.app: WSGIApplication = _not_ready
        self.port = int(self.server_address[1])
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name="gateway", daemon=True)

    def start(self, app: WSGIApplication) -> None:
        """Begin to answer."""
        self.app = app
        self._thread.start()

    def stop(self) -> None:
        """Take no more connections; what is being answered goes on in its thread."""
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()


def _run(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and whole content of an answer."""
    told: list[Any] = []
    content: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:  # noqa: ARG001 - nothing was sent yet
        told[:] = [status, headers]
        return content.append

    parts = app(environ, start_response)
    try:
        content.extend(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = told
    return status, headers, b"".join(content)


def _not_ready(_: WSGIEnvironment, start_response: Any) -> Iterable[bytes]:
    start_response("503 Service Unavailable", [("Retry-After", "1")])
    return [b""]
