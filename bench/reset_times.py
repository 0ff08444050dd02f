"""Does the time of an answer tell who has an account? `python -m bench.reset_times` prints the table of security.md.

A code is asked for, and a wrong one typed in: for accounts that get a code, for others that get none, for made-up ones.
"""

import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from belajar.cloud.store import FirestoreStore
from belajar.embedded.bus import SqliteBus
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Merge, Put, Store
from bench.cold_start import make_topics
from bench.miss_times import share_slower, spread_of
from bench.report import table
from bench.servers import HttpRequest, served
from bench.surroundings import Surroundings, adopt_settings
from devstack.emulators import emulators, missing_reason
from devstack.host.environment import PROJECT
from devstack.topology import topology
from schemas.documents import Account, AccountState, Person
from schemas.people import Jenis

OF_EACH: Final = 257
ROUNDS: Final = 4
"""One wrong code a round stays below every lock."""
NOBODY: Final = "nobody"
OWNERS: Final[Mapping[str, Mapping[str, Any]]] = {
    NOBODY: {},
    "nobody, drawn again": {},
    "account with a phone": {"nomor_ponsel": "+6281234567890"},
    "account without a contact": {"nomor_ponsel": None},
    "suspended account": {"nomor_ponsel": "+6281234567890", "account_state": AccountState.SUSPENDED},
}
STATUS: Final = {"asked": 202, "wrong code": 422}
_AT: Final = datetime(2026, 7, 1, tzinfo=UTC)
Times = Mapping[tuple[str, str], Sequence[float]]


def run() -> None:
    """Measure both engines, the emulators where they are present."""
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows("embedded", _measured(Surroundings(Path(folder))))
        if missing_reason() is None:
            with emulators() as hosts:
                rows += _rows("emulators", _measured(Surroundings(Path(folder), hosts)))
    head = ["engine", "request", "for", "answers", "median, ms", "10 %", "90 %", "slower than nobody"]
    print(table(head, rows), flush=True)


def _rows(engine: str, times: Times) -> list[list[str]]:
    return [
        [engine, act, kind, str(len(taken)), *spread_of(taken), f"{share_slower(taken, times[act, NOBODY]):.3f}"]
        for (act, kind), taken in times.items()
    ]


def _measured(around: Surroundings) -> Times:
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    key_file = around.folder / "keys"
    if not key_file.exists():
        FileKeys.create(key_file)
    store = _store(around)
    environment = around.environment("reset", BELAJAR_KEY_FILE=str(key_file))
    with served("reset", around.source("reset"), environment) as server:
        server.first_answer(HttpRequest("/", b""), [404])
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        for act, kind, milliseconds in _asked(connection, store):
            times[act, kind].append(milliseconds)
        connection.close()
    return {(act, kind): times[act, kind] for act in STATUS for kind in OWNERS}


def _store(around: Surroundings) -> Store:
    """With the owners in it, and somebody who takes what is published."""
    store: Store
    if around.emulators:
        adopt_settings(around.settings())
        make_topics()
        store = FirestoreStore(PROJECT, "(default)")
    else:
        SqliteBus(around.folder / "bus.sqlite").configure(topology().deliveries())
        store = SqliteStore(around.folder / "store.sqlite")
    for kind, facts in OWNERS.items():
        for number in range(OF_EACH) if facts else ():
            store.commit(_owner(_address(kind, number), facts))
    return store


def _address(kind: str, number: int) -> str:
    """All equally long: what somebody types takes as long as it is long."""
    return f"contoh.{list(OWNERS).index(kind)}{number:04}@guru.sd.belajar.id"


def _owner(address: str, facts: Mapping[str, Any]) -> list[Put]:
    shared = {"jenis": Jenis.PENDIDIK, "account_state": AccountState.ACTIVE, **facts}
    known = {"sumber_id": address, "nama": "Contoh Rekaan", "npsn": "20100001", "kode_wilayah": "3171",
             "email_pribadi": None, "nik_hash": None, "requested_at": _AT, "address": address}  # fmt: skip
    held = {"address": address, "person_id": address, "jenis": Jenis.PENDIDIK, "group": "20100001", "issue": 1,
            "state": shared["account_state"], "key_version": "1", "nonce": None, "reserved_at": _AT}  # fmt: skip
    return [
        Put(f"people/{address}", Person.model_validate(known | shared).model_dump()),
        Put(f"accounts/{address}", Account.model_validate(held).model_dump()),
    ]


def _asked(connection: HTTPConnection, store: Store) -> Iterator[tuple[str, str, float]]:
    """All kinds in random turns over one connection that stays open, each from an address of its own.

    The wrong codes of a round come when all its codes have been asked for, and notify has marked those it sent.
    """
    turns = random.Random(7)
    everybody = [(kind, number) for kind in OWNERS for number in range(OF_EACH)]
    for round_ in range(ROUNDS):
        turns.shuffle(everybody)
        open_ones = []
        for place, (kind, number) in enumerate(everybody):
            origin = f"2001:db8:{round_:x}:{place:x}::1"
            body = {"akun": _address(kind, number)}
            taken, answer = _request(connection, "/v1/reset", body, origin, STATUS["asked"])
            yield "asked", kind, taken
            if kind == "account with a phone":
                mark = {"attempted": 1, "sent_by": "sms", "person_id": _address(kind, number)}
                store.commit([Merge(f"resets/{answer['id']}", mark)])
            open_ones.append((kind, answer["id"], origin))
        turns.shuffle(open_ones)
        for kind, reset_id, origin in open_ones:
            path = f"/v1/reset/{reset_id}/verifikasi"
            taken, _ = _request(connection, path, {"kode": "000000"}, origin, STATUS["wrong code"])
            yield "wrong code", kind, taken


def _request(
    connection: HTTPConnection, path: str, body: Mapping[str, str], origin: str, expected: int
) -> tuple[float, Any]:
    """Milliseconds, and the answer; RuntimeError if it is another than expected."""
    headers = {"Content-Type": "application/json", "X-Forwarded-For": origin}
    began = time.perf_counter()
    connection.request("POST", path, json.dumps(body).encode(), headers)
    answer = connection.getresponse()
    raw = answer.read()
    taken = (time.perf_counter() - began) * 1000
    if answer.status != expected:
        raise RuntimeError(f"{path} answered {answer.status}")
    return taken, json.loads(raw)


if __name__ == "__main__":
    run()
