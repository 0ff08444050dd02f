"""One function behind the real framework, in a process of its own, spoken to over a socket."""

import base64
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from belajar.embedded.bus import SqliteBus
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from devstack.topology import topology
from tools.anatomy import ROOT

HOST = "127.0.0.1"
SECRET = b"s" * 32
START_SECONDS = 20
origins = count(1)


@dataclass(frozen=True)
class Reply:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """A running function and the folder of its embedded engine."""

    port: int
    folder: Path
    store: SqliteStore = field(init=False)

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.folder / "store.sqlite")

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """With a new address of origin each time, so that no test spends the tries of another."""
        sent = {"Content-Type": "application/json", "X-Forwarded-For": f"2001:db8:{next(origins):x}::1"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def post(self, path: str, body: Any, **headers: str) -> Reply:
        return self.request("POST", path, json.dumps(body).encode(), **headers)

    def push(self, attributes: dict[str, str], data: Any = None, **message: Any) -> Reply:
        """As Pub/Sub pushes."""
        encoded = base64.b64encode(json.dumps(data or {}).encode()).decode()
        return self.post("/", {"message": {"attributes": attributes, "data": encoded} | message})

    def raw(self, request: bytes) -> bytes:
        """Any bytes, and nothing behind them: what comes back until the server hangs up."""
        with socket.create_connection((HOST, self.port), timeout=30) as connection:
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused before it had read all
            answer = bytearray()
            try:
                while part := connection.recv(65536):
                    answer += part
            except ConnectionResetError:
                pass
            return bytes(answer)

    def documents(self, *collections: str) -> dict[str, int]:
        """Versions of all documents, or of those of some collections."""
        with sqlite3.connect(self.folder / "store.sqlite") as connection:
            found = dict(connection.execute("SELECT path, version FROM documents").fetchall())
        connection.close()
        return {path: at for path, at in found.items() if not collections or path.split("/")[0] in collections}

    def messages(self) -> dict[str, int]:
        """Waiting messages by topic."""
        bus = SqliteBus(self.folder / "bus.sqlite")
        backlog = {name: waiting.waiting for name, waiting in bus.backlog().items() if waiting.waiting}
        bus.close()
        return backlog


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path) -> dict[str, str]:
    (folder / "secret").write_bytes(base64.b64encode(SECRET))
    FileKeys.create(folder / "keys")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BELAJAR_", "FUNCTION_", "K_"))}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "BELAJAR_ENGINE": "embedded",
        "BELAJAR_PROJECT": "demo-belajar",
        "BELAJAR_EMBEDDED_FOLDER": str(folder),
        "BELAJAR_PEPPER_FILE": str(folder / "secret"),
        "BELAJAR_REPORT_KEYS_FILE": str(folder / "secret"),
        "BELAJAR_RINGKAS_KEYS_FILE": str(folder / "secret"),
        "BELAJAR_KEY_FILE": str(folder / "keys"),
        "BELAJAR_WORKSPACE_URL": f"http://{HOST}:1",
        "BELAJAR_TEXTER_URL": f"http://{HOST}:1/messages",
        "BELAJAR_TEXTER_TOKEN_FILE": str(folder / "secret"),
        "BELAJAR_SMTP_HOST": HOST,
        "BELAJAR_SMTP_PORT": "1",
        "BELAJAR_SMTP_TLS": "false",
    }


def start(name: str, folder: Path, port: int) -> subprocess.Popen[bytes]:
    source = folder / "main.py"
    source.write_text(f"from functions.{name}.main import {name} as {name}\n")
    bus = SqliteBus(folder / "bus.sqlite")
    bus.configure(topology().deliveries())
    bus.close()
    command = [sys.executable, "-m", "functions_framework", "--target", name, "--source", str(source)]
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--host", HOST, "--port", str(port)],
            env=environment(folder),
            stdout=log,
            stderr=log,
            cwd=folder,
        )


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the function does not start: see its log")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Starts a function at its first use; all stop at the end."""
    servers: dict[str, Server] = {}
    processes: list[subprocess.Popen[bytes]] = []

    def of(name: str) -> Server:
        if name not in servers:
            folder, port = tmp_path_factory.mktemp(name), free_port()
            processes.append(start(name, folder, port))
            wait_for(processes[-1], port)
            servers[name] = Server(port, folder)
        return servers[name]

    yield of
    for process in processes:
        process.send_signal(signal.SIGINT)
    for process in processes:
        process.wait(timeout=20)
    for server in servers.values():
        server.store.close()
