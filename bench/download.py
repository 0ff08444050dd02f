"""Time, reads and key operations of fetching the accounts of a whole school, as table and as cards."""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

import flask
from werkzeug.test import EnvironBuilder

from belajar.cloud.keys import KmsKeys
from belajar.cloud.store import FirestoreStore
from belajar.embedded.bus import SqliteBus
from belajar.embedded.store import SqliteStore
from belajar.ports import Identity, Query
from belajar.runtime.clock import SystemClock
from belajar.runtime.http import HttpFunction
from belajar.runtime.run import Runtime
from bench.kms import kms_app
from bench.report import publish, spread, table, verdict
from bench.school import OPERATOR, PUPILS, SCHOOL, put_school
from bench.surroundings import KMS_KEY, Surroundings, adopt_settings
from devstack.emulators import emulators, missing_reason
from devstack.host.environment import PROJECT
from devstack.workspace.serving import served
from functions.download.deps import Deps
from functions.download.main import FUNCTION
from functions.download.rows import ACCOUNTS_PER_READ, PEOPLE_PER_QUERY

ROUNDS: Final = 9
GOAL_SECONDS: Final = 2.0
FORMS: Final = ("csv", "pdf")
NOTES: Final = f"""\
A school of {PUPILS:,} pupils, none of whom has activated the account yet, so every row has a password and everybody a
card. Time is from the request to the last byte in this process, without network and framework: rights, count and audit
row, reads, one key operation (the production adapter; KMS answers on the wire, without KMS's own 20 ms or so), sorting,
the file. `plain read` is the same queries and reads of the same documents with nothing done about them. {ROUNDS} rounds
in turns, after one of each that is not counted. Ratios are within a round; seconds are of this run on this machine and
grow with whatever else runs on it, so compare the ratios. Reads are all documents, with the petugas, the throttle and
the head of the audit chain; macs are key operations of one download by a fresh instance."""


@dataclass(frozen=True)
class Desk:
    """The function as its operator meets it, on one store."""

    store: Any
    folder: Path
    kms_url: str
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def verify(self, token: str) -> Identity:
        """Everybody is the operator: checking a token is not what is measured."""
        return Identity(OPERATOR, token)

    def fetch(self, form: str) -> Counter[str]:
        """One download by a fresh instance; what it cost. RuntimeError unless it is a file with everybody."""
        keys = KmsKeys(KMS_KEY, self.kms_url)
        with closing(SqliteBus(self.folder / "bus.sqlite")) as bus, closing(keys):
            runtime = Runtime(self.store, bus, SystemClock())
            function = HttpFunction(
                "download", [*FUNCTION.routes.values()], lambda: runtime, lambda: Deps(self.store, self, keys)
            )
            before = Counter(self.store.counts)
            body, status = _asked(function, form)
            spent = Counter(self.store.counts) - before
        if status != 200 or not (form == "pdf" or body.count(b"\r\n") == PUPILS + 1):
            raise RuntimeError(f"{form} answered {status} with {len(body)} bytes")
        return spent + Counter(macs=keys.counts["macs"], bytes=len(body))

    def read(self, addresses: Sequence[str]) -> None:
        """The same documents, and nothing else."""
        page = self.store.query(query := Query("people", (("npsn", "==", SCHOOL.npsn),), limit=PEOPLE_PER_QUERY))
        while len(page) == PEOPLE_PER_QUERY:
            page = self.store.query(Query(query.collection, query.where, limit=PEOPLE_PER_QUERY, after=page[-1].path))
        for start in range(0, PUPILS, ACCOUNTS_PER_READ):
            self.store.get(*(f"accounts/{address}" for address in addresses[start : start + ACCOUNTS_PER_READ]))

    def time(self, name: str, action: Callable[[], object]) -> None:
        """Add one measurement."""
        began = time.perf_counter()
        action()
        self.seconds.setdefault(name, []).append(time.perf_counter() - began)


def run() -> None:
    """Measure both engines, the emulators where they are present, and publish."""
    goals, lines, reason = [], [], missing_reason()
    with tempfile.TemporaryDirectory() as folder, served(kms_app) as kms:
        for engine, desk in _desks(Path(folder), kms, with_emulators=reason is None):
            costs = _measure(desk)
            goals += [_goal(engine, form, desk) for form in FORMS]
            lines += [_line(engine, name, desk, costs.get(name, Counter())) for name in ("plain read", *FORMS)]
    head = ["engine", "what", "seconds", "x plain read", "reads", "RPCs", "macs", "KiB"]
    missing = [f"Google's emulators were not measured: {reason}."] if reason else []
    title = f"Accounts of a school of {PUPILS:,}"
    engines = "embedded engine" if reason else "embedded and emulators"
    publish("download", title, engines, ["\n".join(goals), table(head, lines), *missing, NOTES])


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the function's log lines."""
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123 - not a file of ours
        yield


def _desks(folder: Path, kms: str, *, with_emulators: bool) -> Iterator[tuple[str, Desk]]:
    with closing(SqliteStore(folder / "store.sqlite")) as store:
        yield "embedded", Desk(store, folder, kms)
    if with_emulators:
        with emulators() as hosts:
            adopt_settings(Surroundings(folder, hosts).settings())
            with closing(FirestoreStore(PROJECT, "(default)")) as there:
                yield "emulators", Desk(there, folder, kms)


def _measure(desk: Desk) -> dict[str, Counter[str]]:
    """What one download of each form costs, all of them alike; the times are kept with the desk."""
    addresses = put_school(desk.store)
    with _quiet():
        desk.read(addresses)
        costs = {form: desk.fetch(form) for form in FORMS}
        for _ in range(ROUNDS):
            desk.time("plain read", partial(desk.read, addresses))
            for form in FORMS:
                desk.time(form, partial(desk.fetch, form))
    return costs


def _asked(function: HttpFunction, form: str) -> tuple[bytes, int]:
    path = f"/v1/sekolah/{SCHOOL.npsn}/akun.{form}"
    builder = EnvironBuilder(path=path, query_string={"jenis": "peserta_didik"})
    builder.headers["Authorization"] = "Bearer operator"
    pieces, status, _ = function.handle(flask.Request(builder.get_environ()))
    return (pieces.encode() if isinstance(pieces, str) else b"".join(pieces)), status


def _goal(engine: str, form: str, desk: Desk) -> str:
    return verdict(f"seconds for the {form}, {engine}", median(desk.seconds[form]), GOAL_SECONDS)


def _line(engine: str, name: str, desk: Desk, cost: Counter[str]) -> list[str]:
    taken = desk.seconds[name]
    ratio = median(own / plain for own, plain in zip(taken, desk.seconds["plain read"], strict=True))
    shown = [f"{cost[each]:,}" if cost else "" for each in ("reads", "rpcs", "macs")]
    return [engine, name, spread(taken, 3), f"{ratio:.1f}", *shown, f"{cost['bytes'] / 1024:,.0f}" if cost else ""]
