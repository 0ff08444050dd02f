"""Cold start: from process start to the first answer, each function beside a hello world on the same libraries."""

import tempfile
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Final

from google.api_core.exceptions import AlreadyExists

from belajar.cloud.bus import publisher_client
from bench.first_requests import FIRST
from bench.imports import import_times
from bench.report import publish, spread, table, verdict
from bench.servers import HttpRequest, served
from bench.surroundings import TARGETS, Surroundings, adopt_settings
from devstack.emulators import clear_documents, emulators, missing_reason
from devstack.host.environment import PROJECT
from devstack.topology import topology

ROUNDS: Final = 9
GOAL: Final = 1.15
HELLOS: Final = ("hello", "hello_get")
TITLE: Final = "Cold start"
NOTES: Final = """\
Each start is a fresh `functions-framework` process (gunicorn, one worker, threads = concurrency of the topology) with
warm file caches and bytecode, polled until it answers a real request: look-up a check that misses, roster, provision
and notify a push about something unknown, the others their usual message. `hello` imports functions-framework and
google.cloud.firestore, makes its client and asks nothing; `hello_get` also reads one document. The functions took turns
with both, round by round. Google's API client, which provision and sync load at their first call of Workspace, is not
in these times."""


def run() -> None:
    """Measure and publish; without the emulators there is nothing to compare with, and the section says so."""
    if reason := missing_reason():
        publish("cold_start", TITLE, "not measured", [f"Needs Google's emulators: {reason}."])
        return
    with tempfile.TemporaryDirectory() as folder, emulators() as hosts:
        around = Surroundings(Path(folder), hosts)
        adopt_settings(around.settings())
        _make_topics()
        times = _rounds(around)
        costs = {
            name: import_times(_module(name), around.environment("lookup", BENCH_DOCUMENT="a/b")) for name in times
        }
    hello = median(times["hello"])
    rows = [
        [name, spread(times[name]), f"{median(times[name]) / hello:.2f}", f"{total:.0f}", _heaviest(heavy)]
        for name, (total, heavy) in costs.items()
    ]
    head = ["function", "first answer, s: median (range)", "x hello", "imports, ms", "heaviest (own ms)"]
    goal = verdict("look-up beside hello world", median(times["lookup"]) / hello, GOAL)
    publish("cold_start", TITLE, f"{around.engine}, {ROUNDS} rounds", [goal, table(head, rows), NOTES])


def _rounds(around: Surroundings) -> dict[str, list[float]]:
    times: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        for name in (*HELLOS, *FIRST):
            seconds = _start(name, around)
            if number:  # the emulator's first answers are slow: its own start, not ours
                times[name].append(seconds)
    return times


def _start(name: str, around: Surroundings) -> float:
    assert around.emulators
    clear_documents(around.emulators.firestore_host, PROJECT)
    if name in HELLOS:
        environment = around.environment("lookup", BENCH_DOCUMENT="lookup/none")
        with served(name, TARGETS / f"{name}.py", environment) as server:
            return server.first_answer(HttpRequest("/", b""), [200])
    request, status = FIRST[name](around)
    with served(name, around.source(name), around.environment(name)) as server:
        return server.first_answer(request, [status])


def _make_topics() -> None:
    with publisher_client() as publisher:
        for topic in topology().subscriptions:
            with suppress(AlreadyExists):
                publisher.create_topic(name=f"projects/{PROJECT}/topics/{topic}")


def _module(name: str) -> str:
    return f"bench.targets.{name}" if name in HELLOS else f"functions.{name}.main"


def _heaviest(heavy: list[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {own:.0f}" for name, own in heavy)
