"""CPU of a look-up that hits, beside a hello world that reads one document raw, on both engines."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from bench.entries import Entries, entries
from bench.report import publish, spread, table, verdict
from bench.servers import HttpRequest, Server, served
from bench.surroundings import ROOT, TARGETS, Surroundings
from devstack.emulators import EmulatorPorts, emulators, missing_reason

ROUNDS: Final = 5
REQUESTS: Final = 800
"""A round, per server."""
WARM_UP: Final = 200
CONNECTIONS: Final = 4
GOAL: Final = 1.3
NOTES: Final = """\
CPU is user and system time of the server's processes over the requests, which another process sends over {connections}
connections that stay open, {rounds} rounds of {requests} per server, in turns, after a warm-up. Every server has the
settings of the deployed look-up (one worker; threads = concurrency of the topology), is held to one core, as an
instance with one vCPU, and gets the same requests: checks of {people} imported people, each a hit. The raw get is
`google.cloud.firestore.Client.document(path).get()` on the emulators and `SqliteStore.get(path)` on the embedded
engine. The look-up reads 4 documents in one round trip: the entry, two throttles, the last refresh. `look-up, aio` is
the same function behind `functions-framework --asgi`, its step in an executor."""


@dataclass(frozen=True, slots=True)
class Served:
    """One of the servers that take turns, and its CPU milliseconds per request, round by round."""

    name: str
    server: Server
    status: int = 200
    found: list[float] = field(default_factory=list)

    def measure(self, bodies: str, count: int) -> float:
        """CPU milliseconds per request. Raises RuntimeError if any answer is another than expected."""
        before = self.server.cpu_seconds()
        command = [sys.executable, "-m", "bench.load", str(self.server.port), str(CONNECTIONS), str(count)]
        done = subprocess.run(command, cwd=ROOT, input=bodies, capture_output=True, text=True, check=True)
        answers: dict[str, int] = json.loads(done.stdout)
        if set(answers) != {str(self.status)}:
            raise RuntimeError(f"{self.name} answered {answers}:\n{self.server.tail()}")
        return (self.server.cpu_seconds() - before) / sum(answers.values()) * 1000


def run() -> None:
    """Measure both engines, the emulators where they are present, and publish."""
    with tempfile.TemporaryDirectory() as folder:
        stored = entries(Surroundings(Path(folder)))
        engines = {"embedded": _turns(Surroundings(Path(folder)), stored)}
        if (reason := missing_reason()) is None:
            with emulators() as hosts:
                engines["emulators"] = _on_emulators(Path(folder), hosts, stored)
    lines = [line for engine, found in engines.items() for line in _lines(engine, found)]
    ratios = {engine: _ratio(found, "look-up") for engine, found in engines.items()}
    goals = "\n".join(verdict(f"look-up beside raw get, {engine}", ratio, GOAL) for engine, ratio in ratios.items())
    missing = [f"Google's emulators were not measured: {reason}."] if reason else []
    notes = NOTES.format(connections=CONNECTIONS, rounds=ROUNDS, requests=REQUESTS, people=len(stored.forms))
    head = ["engine", "server", "CPU, ms per request", "x raw get"]
    parts = [goals, table(head, lines), *missing, notes]
    publish("lookup_cpu", "CPU of a look-up", " and ".join(engines), parts)


def _on_emulators(folder: Path, hosts: EmulatorPorts, stored: Entries) -> dict[str, list[float]]:
    around = Surroundings(folder, hosts)
    stored.copy_to(around)
    return _turns(around, stored)


def _turns(around: Surroundings, stored: Entries) -> dict[str, list[float]]:
    bodies = "\n".join(json.dumps(form) for form in stored.forms)
    with ExitStack() as running:
        servers = list(_servers(around, stored, running))
        for one in servers:
            one.server.first_answer(HttpRequest("/", b""), [200, 404])
            one.server.hold_to_one_core()
            one.measure(bodies, WARM_UP)
        for _ in range(ROUNDS):
            for one in servers:
                one.found.append(one.measure(bodies, REQUESTS))
    return {one.name: one.found for one in servers}


def _servers(around: Surroundings, stored: Entries, running: ExitStack) -> Iterator[Served]:
    environment = around.environment("lookup", BENCH_DOCUMENT=stored.paths[0])
    raw = "hello_get" if around.emulators else "hello_get_embedded"
    sources = {
        "raw get": (raw, TARGETS / f"{raw}.py", []),
        "look-up": ("lookup", around.source("lookup"), []),
        "look-up, aio": ("lookup_aio", TARGETS / "lookup_aio.py", ["--asgi"]),
    }
    for name, (target, source, options) in sources.items():
        yield Served(name, running.enter_context(served(target, source, environment, *options)))


def _lines(engine: str, found: Mapping[str, list[float]]) -> list[list[str]]:
    return [[engine, name, spread(values, 3), f"{_ratio(found, name):.2f}"] for name, values in found.items()]


def _ratio(found: Mapping[str, list[float]], name: str) -> float:
    """Median over the rounds."""
    return median(own / raw for own, raw in zip(found[name], found["raw get"], strict=True))
