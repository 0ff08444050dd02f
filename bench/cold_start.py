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
Starts = dict[str, list[tuple[float, float]]]
"""By function and round: seconds, CPU seconds."""
NOTES: Final = """\
Each start is a fresh `functions-framework` process (gunicorn, one worker, threads = concurrency of the topology) with
warm file caches and bytecode, polled until it answers a real request: look-up a check that misses, roster, provision
and notify a push about something unknown, the others their usual message. `hello` imports functions-framework and
google.cloud.firestore, makes its client and asks nothing; `hello_get` also reads one document. All took turns, round by
round; figures are medians (least-most), ratios the medians of the rounds' own. CPU is that of the server's processes;
noise of the machine changes it less than the time. Google's API client, which provision and sync load at their first
call of Workspace, is not in these figures."""


def run() -> None:
    """Measure and publish; without the emulators there is nothing to compare with, and the section says so."""
    if reason := missing_reason():
        publish("cold_start", TITLE, "not measured", [f"Needs Google's emulators: {reason}."])
        return
    with tempfile.TemporaryDirectory() as folder, emulators() as hosts:
        around = Surroundings(Path(folder), hosts)
        adopt_settings(around.settings())
        make_topics()
        starts = _rounds(around)
        environment = around.environment("lookup", BENCH_DOCUMENT="a/b")
        rows = [_row(name, starts, *import_times(_module(name), environment)) for name in starts]
    head = ["function", "first answer, s", "x hello", "CPU, s", "x hello", "imports, ms", "heaviest (own ms)"]
    goals = [
        verdict("look-up beside hello world, time to the first answer", _ratio("lookup", starts, 0), GOAL),
        verdict("look-up beside hello world, CPU to the first answer", _ratio("lookup", starts, 1), GOAL),
    ]
    parts = ["\n".join(goals), table(head, rows), NOTES]
    publish("cold_start", TITLE, f"{around.engine}, {ROUNDS} rounds", parts)


def _row(name: str, starts: Starts, total: float, heavy: list[tuple[str, float]]) -> list[str]:
    seconds, cpu = zip(*starts[name], strict=True)
    shares = ", ".join(f"{package} {own:.0f}" for package, own in heavy)
    ratios = [f"{_ratio(name, starts, which):.2f}" for which in (0, 1)]
    return [name, spread(seconds), ratios[0], spread(cpu), ratios[1], f"{total:.0f}", shares]


def _ratio(name: str, starts: Starts, which: int) -> float:
    """Median over the rounds of this function's figure beside hello's of the same round."""
    pairs = zip(starts[name], starts["hello"], strict=True)
    return median(own[which] / hello[which] for own, hello in pairs)


def _rounds(around: Surroundings) -> Starts:
    times: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        for name in (*HELLOS, *FIRST):
            start = _start(name, around)
            if number:  # the emulator's first answers are slow: its own start, not ours
                times[name].append(start)
    return times


def _start(name: str, around: Surroundings) -> tuple[float, float]:
    """Seconds and CPU seconds to the first answer."""
    assert around.emulators
    clear_documents(around.emulators.firestore_host, PROJECT)
    if name in HELLOS:
        environment = around.environment("lookup", BENCH_DOCUMENT="lookup/none")
        with served(name, TARGETS / f"{name}.py", environment) as server:
            return server.first_answer(HttpRequest("/", b""), [200]), server.cpu_seconds()
    request, status = FIRST[name](around)
    with served(name, around.source(name), around.environment(name)) as server:
        return server.first_answer(request, [status]), server.cpu_seconds()


def make_topics() -> None:
    """All topics of the topology, on the emulator that the environment names."""
    with publisher_client() as publisher:
        for topic in topology().subscriptions:
            with suppress(AlreadyExists):
                publisher.create_topic(name=f"projects/{PROJECT}/topics/{topic}")


def _module(name: str) -> str:
    return f"bench.targets.{name}" if name in HELLOS else f"functions.{name}.main"
