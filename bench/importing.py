"""Imports a roster file through the roster function in a process of its own, on the embedded engine."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from belajar.embedded.bus import SqliteBus
from belajar.embedded.delivery import Delivery
from belajar.embedded.store import SqliteStore
from belajar.ports import Message
from bench.first_requests import FIRST
from bench.servers import Server, served
from bench.surroundings import Surroundings
from devstack.host.environment import PROJECT
from devstack.sample.generate import SampleLine, generate, write_csv
from devstack.topology import topology
from functions.roster.receive import import_id_of
from schemas.events import RosterReceived
from schemas.imports import ImportState

BUCKET: Final = "rosters"
NAME: Final = "in/bench.csv"
PEOPLE_PER_SCHOOL: Final = 200
SEED: Final = 7
BAD_SHARE: Final = 100
"""One row in so many is bad."""
PATIENCE_SECONDS: Final = 900.0
POLL_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: wall time from its acceptance to its totals, CPU and peak memory of the function's process."""

    rows: int
    seconds: float
    cpu_seconds: float
    idle_mib: float
    peak_mib: float


def roster_lines(rows: int) -> Iterator[SampleLine]:
    """The invented rows, the same for the same number, some of them bad."""
    bad = rows // BAD_SHARE
    return generate(rows - bad, max(1, rows // PEOPLE_PER_SCHOOL), SEED, bad)


def write_roster(folder: Path, rows: int) -> None:
    """A sample file in the bucket of the embedded engine at `folder`."""
    path = folder / "buckets" / BUCKET / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(path, roster_lines(rows))


def import_roster(around: Surroundings) -> Imported:
    """Import what `write_roster` wrote. Requests for accounts stay in the bus. RuntimeError if it does not end."""
    bus, store = SqliteBus(around.folder / "bus.sqlite"), SqliteStore(around.folder / "store.sqlite")
    bus.configure(topology().deliveries())
    with served("roster", around.source("roster"), around.environment("roster")) as server:
        request, status = FIRST["roster"](around)
        server.first_answer(request, [status])
        idle, cpu = server.peak_mib(), server.cpu_seconds()
        delivery = Delivery(around.folder / "bus.sqlite", PROJECT)
        address = f"http://127.0.0.1:{server.port}/projects/{PROJECT}/topics"
        bus.publish([Message("roster-received-v1", b"{}", _arrived())])
        delivery.start(lambda own: f"{address}/{own.topic}", {"roster": topology().functions["roster"].concurrency})
        ended = _await_end(store, server)
        delivery.stop()
        measured = server.cpu_seconds() - cpu, idle, server.peak_mib()
    bus.close()
    store.close()
    seconds = (ended["updated_at"] - ended["created_at"]).total_seconds()
    return Imported(ended["totals"]["rows_read"], seconds, *measured)


def _arrived() -> dict[str, str]:
    """What Cloud Storage tells."""
    return {"eventType": "OBJECT_FINALIZE", "bucketId": BUCKET, "objectId": NAME, "objectGeneration": "1"}


def _await_end(store: SqliteStore, server: Server) -> dict[str, Any]:
    path = f"imports/{import_id_of(RosterReceived(bucket=BUCKET, name=NAME, generation='1'))}"
    patient_until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patient_until:
        [found] = store.get(path)
        if found and found.data["state"] == ImportState.FINISHED:
            return found.data
        time.sleep(POLL_SECONDS)
    raise RuntimeError(f"the import does not end:\n{server.tail()}")
