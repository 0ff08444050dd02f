"""Cloud operations per thing done, counted by the adapters over a sample, with their price."""

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from belajar import wiring
from belajar.credentials import initial_credential
from bench.chain import EXPIRING, Chain, Counts, chain, counted
from bench.counting import counts_table, each
from bench.counts import Line, keep
from bench.importing import NAME, roster_lines, write_roster
from bench.prices import PRICES
from bench.report import publish, table
from devstack.sample.people import SamplePerson
from devstack.topology import topology
from devstack.workspace.owner import activate
from schemas.documents import Account

ROWS: Final = 500
ASKED: Final = 100
ACTIVATED: Final = 5
NOTES: Final = f"""\
Counted by the adapters while the real functions import {ROWS} rows, make the accounts and mail their owners, on the
embedded engine, with Workspace, the mail relay and KMS answering on the wire to the production adapters. Every function
has its own keys, as its instances have. Reads include missing documents and each result of a query; RPCs are calls of
the store; TTL deletes are documents that expire one day; runs are requests and deliveries that a function answered.
Messages are those our functions publish (the schedule's and the bucket's own come on top), counted with the function
that publishes them, their KiB with the one that receives them: published plus delivered, each message alone with
Pub/Sub's minimum of 1,000 bytes, which overstates what goes out in batches. A file has fixed costs (64 progress
counters are read near its end), which weigh more in a file as small as this one; the sweeper reads them once more for
an import that has just ended. KMS is asked once per school and instance, and this was one instance of each function.

The price is that of the units below; what Cloud Run, storage, logs, mail and SMS add stands in [cost.md](cost.md)."""


def run() -> None:
    """Count, keep and publish."""
    with tempfile.TemporaryDirectory() as folder:
        write_roster(Path(folder), ROWS)
        with chain(Path(folder)) as made:
            lines, stored = _lines(made), _stored(made)
    keep("operations", [*lines, stored])
    prices = table(
        ["unit", "$ per million", "source"],
        [[price.unit, f"{price.per_million:.5g}", price.source] for price in PRICES.values()],
    )
    parts = [counts_table(lines), NOTES, prices]
    publish("operations", "Cloud operations", f"embedded engine, {ROWS} rows", parts)


def _lines(made: Chain) -> list[Line]:
    """Name and counts of each operation, in the order of the chain."""
    people = [line.person for line in roster_lines(ROWS) if line.person]
    ready = counted(made, partial(made.arrive, NAME), made.drain)
    steps = {name: dict(made.by_function[name]) for name in ("roster", "provision", "notify")}
    accounts, tickets = ready["directory"], list[str]()
    hits = counted(made, lambda: tickets.extend(_hits(made, people[:ASKED])))
    misses = counted(made, *(partial(_miss, made, person, number) for number, person in enumerate(people[:ASKED])))
    details = counted(made, *(partial(_details, made, ticket) for ticket in tickets), made.drain)
    again = counted(made, partial(made.arrive, NAME, "2"), made.drain)
    return [
        ("look-up, hit", each(hits, ASKED)),
        ("look-up, miss", each(misses, ASKED)),
        ("kirim-detail with its mail", each(details, len(tickets))),
        ("account, row to mail", each(ready, accounts)),
        *((f"- of it {name}", each(counts, accounts)) for name, counts in steps.items()),
        ("row of a register, unchanged", each(again, ROWS)),
        *_ticks(made, people),
    ]


def _ticks(made: Chain, people: Sequence[SamplePerson]) -> Iterator[Line]:
    """What schedules cost, with work and without."""

    def tick(topic: str) -> Counts:
        return counted(made, partial(made.tick, topic), made.drain)

    yield "sweeper, after an import", tick("sweeper-ticked-v1")
    _activate(made, people[:ACTIVATED])
    yield f"status refresh of a page of users, {ACTIVATED} changed", tick("sync-ticked-v1")
    for schedule, found in topology().schedules.items():
        yield f"schedule {schedule}, nothing to do", tick(found.topic)


def _stored(made: Chain) -> Line:
    """Documents and bytes as JSON that one account leaves; what expires is apart."""
    _, size = made.stored("accounts")
    people, of_people = made.stored("people")
    _, of_lookup = made.stored("lookup")
    expiring = sum(made.stored(collection)[1] for collection in EXPIRING)
    return "stored", {"bytes kept": (size + of_people + of_lookup) / people, "bytes expiring": expiring / people}


def _hits(made: Chain, people: Sequence[SamplePerson]) -> Iterator[str]:
    """Tickets of those who may ask for their details."""
    for number, person in enumerate(people):
        status, body = made.ask("/v1/akun/periksa", person.form(), _origin(number))
        _expect(status, 200)
        if body["tiket"]:
            yield body["tiket"]


def _miss(made: Chain, person: SamplePerson, number: int) -> None:
    wrong = person.form() | {"nama_ibu_kandung": "Bukan Ibunya"}
    _expect(made.ask("/v1/akun/periksa", wrong, _origin(number))[0], 404)


def _details(made: Chain, ticket: str) -> None:
    _expect(made.ask("/v1/akun/kirim-detail", {"tiket": ticket}, _origin(0))[0], 202)


def _activate(made: Chain, people: Sequence[SamplePerson]) -> None:
    """Owners sign in for the first time."""
    for person in people:
        [found] = wiring.store().get(f"people/{person.sumber_id}")
        assert found
        [account] = wiring.store().get(f"accounts/{found.data['address']}")
        assert account
        password = initial_credential(Account.model_validate(account.data), wiring.keys())
        activate(made.beyond.workspace_url, found.data["address"], password, f"pilihan-sendiri-{person.npsn}")


def _origin(number: int) -> str:
    """Callers from many places, so that no throttle of an address stands in the way."""
    return f"198.51.100.{number + 1}"


def _expect(status: int, expected: int) -> None:
    if status != expected:
        raise RuntimeError(f"answered {status} instead of {expected}")
