"""Does the time of a miss tell what was wrong? `python -m bench.miss_times` prints the table of docs/security.md."""

import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from belajar.rules.names import normalise
from bench.entries import PEOPLE, entries
from bench.importing import roster_lines
from bench.report import table
from bench.servers import HttpRequest, served
from bench.surroundings import Surroundings
from devstack.emulators import emulators, missing_reason

ROUNDS: Final = 4
"""Below the five failures that one claimed identity may have; the mother's name is another one each time."""
PATH: Final = "/v1/akun/periksa"
NOT_FOUND: Final = 404
Form = Mapping[str, str]
Times = Mapping[str, Sequence[float]]
MISSES: Final[Mapping[str, Callable[[Form], Form]]] = {
    "nobody": lambda form: {**form, "tanggal_lahir": f"1971{form['tanggal_lahir'][4:]}", "npsn": "99999998"},
    "nobody, drawn again": lambda form: {
        **form,
        "tanggal_lahir": f"1972{form['tanggal_lahir'][4:]}",
        "npsn": "99999997",
    },
    "wrong mother's name": dict,
    "wrong name": lambda form: {**form, "nama_lengkap": f"Rekaan {form['nama_lengkap']}"},
    "wrong birth date": lambda form: {**form, "tanggal_lahir": f"1970{form['tanggal_lahir'][4:]}"},
    "wrong NPSN": lambda form: {**form, "npsn": "99999999"},
}
"""What somebody types; the mother's name is wrong in all of them, so that each round claims the same identity anew.

Nobody has an ordinary name: a longer one takes microseconds more to normalise, whoever is on the register."""


def run() -> None:
    """Measure both engines, the emulators where they are present."""
    people = (line.person for line in roster_lines(PEOPLE) if line.person)
    forms = list({normalise(person.nama): person.form() for person in people}.values())
    with tempfile.TemporaryDirectory() as folder:
        stored = entries(Surroundings(Path(folder)))
        rows = _rows("embedded", _measured(Surroundings(Path(folder)), forms))
        if missing_reason() is None:
            with emulators() as hosts:
                around = Surroundings(Path(folder), hosts)
                stored.copy_to(around)
                rows += _rows("emulators", _measured(around, forms))
    head = ["engine", "what was wrong", "misses", "median, ms", "10 %", "90 %", "slower than nobody"]
    print(table(head, rows), flush=True)


def _rows(engine: str, times: Times) -> list[list[str]]:
    base = times["nobody"]
    return [
        [engine, name, str(len(taken)), *spread_of(taken), f"{share_slower(taken, base):.3f}"]
        for name, taken in times.items()
    ]


def spread_of(taken: Sequence[float]) -> list[str]:
    """Median, 10 % and 90 %, of milliseconds."""
    tenths = quantiles(taken, n=10)
    return [f"{milliseconds:.2f}" for milliseconds in (median(taken), tenths[0], tenths[-1])]


def share_slower(taken: Sequence[float], base: Sequence[float]) -> float:
    """How often one of these took longer than one of those: 0.5 = nobody can tell them apart."""
    ranked = sorted([(value, 0) for value in base] + [(value, 1) for value in taken])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which)
    return (ranks - len(taken) * (len(taken) + 1) / 2) / (len(taken) * len(base))


def _measured(around: Surroundings, forms: Sequence[Form]) -> Times:
    times: dict[str, list[float]] = defaultdict(list)
    with served("lookup", around.source("lookup"), around.environment("lookup")) as server:
        server.first_answer(HttpRequest("/", b""), [NOT_FOUND])
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        for name, milliseconds in _asked(connection, forms):
            times[name].append(milliseconds)
        connection.close()
    return {name: times[name] for name in MISSES}


def _asked(connection: HTTPConnection, forms: Sequence[Form]) -> Iterator[tuple[str, float]]:
    """All kinds in random turns over one connection that stays open, each from an address of its own."""
    turns = random.Random(7)
    for round_ in range(ROUNDS):
        asked = [(name, form) for name in MISSES for form in forms]
        turns.shuffle(asked)
        for number, (name, form) in enumerate(asked):
            typed = {**MISSES[name](form), "nama_ibu_kandung": f"Tebakan {'abcdefgh'[round_] * 3}"}
            origin = f"2001:db8:{round_:x}:{number:x}::1"
            yield name, _milliseconds(connection, json.dumps(typed).encode(), origin)


def _milliseconds(connection: HTTPConnection, body: bytes, origin: str) -> float:
    headers = {"Content-Type": "application/json", "X-Forwarded-For": origin}
    began = time.perf_counter()
    connection.request("POST", PATH, body, headers)
    answer = connection.getresponse()
    answer.read()
    taken = (time.perf_counter() - began) * 1000
    if answer.status != NOT_FOUND:
        raise RuntimeError(f"answered {answer.status}")
    return taken


if __name__ == "__main__":
    run()
