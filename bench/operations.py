"""Cloud operations per thing done, counted by the adapters over a sample, with their price."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Final

from belajar import wiring
from belajar.credentials import initial_credential
from bench.chain import Chain, chain, counted
from bench.importing import NAME, roster_lines, write_roster
from bench.prices import PRICES, dollars_per_million
from bench.report import publish, table
from devstack.sample.people import SamplePerson
from devstack.workspace.owner import activate
from schemas.documents import Account

ROWS: Final = 500
ASKED: Final = 100
ACTIVATED: Final = 5
COLUMNS: Final = {
    "reads": "reads",
    "writes": "writes",
    "deletes": "deletes",
    "expiring": "TTL deletes",
    "rpcs": "RPCs",
    "messages": "messages",
    "bytes": "KiB",
    "directory": "Directory",
    "macs": "MACs",
    "mails": "mails",
}
NOTES: Final = f"""\
Counted by the adapters while the real functions import {ROWS} rows, make the accounts and mail their owners, on the
embedded engine, with Workspace, the mail relay and KMS answering on the wire to the production adapters. Reads include
missing documents and each result of a query; RPCs are calls of the store; TTL deletes are documents that expire one
day. Messages are those our functions publish (the schedule's and the bucket's own come on top), counted with the
function that publishes them, their KiB with the one that receives them: published plus delivered, each message alone
with Pub/Sub's minimum of 1,000 bytes, which overstates what goes out in batches. A file has fixed costs (64 progress
counters are read near its end), which weigh more in a file as small as this one; the sweeper reads them once more for
an import that has just ended. KMS is asked once per school and instance, and this was one instance.

Left out: Cloud Run (the price of Jakarta's tier could not be read), mail relay, storage, network, Cloud Storage, logs,
and whatever fails and is tried again in real life."""


def run() -> None:
    """Count and publish."""
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:  # noqa: PTH123 - not a file of ours
        write_roster(Path(folder), ROWS)
        with redirect_stdout(nowhere), chain(Path(folder)) as made:
            lines = _lines(made)
    head = ["per", *COLUMNS.values(), "$ per million"]
    rows = [[name, *_cells(counts)] for name, counts in lines]
    prices = table(
        ["unit", "$ per million", "source"],
        [[price.unit, f"{price.per_million:.5g}", price.source] for price in PRICES.values()],
    )
    publish("operations", "Cloud operations", f"embedded engine, {ROWS} rows", [table(head, rows), NOTES, prices])


def _lines(made: Chain) -> list[tuple[str, Mapping[str, float]]]:
    """Name and counts of each operation, in the order of the chain."""
    people = [line.person for line in roster_lines(ROWS) if line.person]
    ready = counted(made, partial(made.arrive, NAME), made.drain)
    steps = {name: dict(made.by_function[name]) for name in ("roster", "provision", "notify")}
    accounts, tickets = ready["directory"], list[str]()
    hits = counted(made, lambda: tickets.extend(_hits(made, people[:ASKED])))
    misses = counted(made, *(partial(_miss, made, person, number) for number, person in enumerate(people[:ASKED])))
    details = counted(made, *(partial(_details, made, ticket) for ticket in tickets), made.drain)
    _activate(made, people[:ACTIVATED])
    refresh = counted(made, partial(made.tick, "sync-ticked-v1"), made.drain)
    sweep = counted(made, partial(made.tick, "sweeper-ticked-v1"), made.drain)
    return [
        ("look-up, hit", _each(hits, ASKED)),
        ("look-up, miss", _each(misses, ASKED)),
        ("kirim-detail with its mail", _each(details, len(tickets))),
        (f"account, row to mail ({accounts} accounts)", _each(ready, accounts)),
        *((f"- of it {name}", _each(counts, accounts)) for name, counts in steps.items()),
        (f"status refresh of {accounts} users, {ACTIVATED} changed", refresh),
        ("sweeper, after an import", sweep),
    ]


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
        activate(made.workspace_url, found.data["address"], password, f"pilihan-sendiri-{person.npsn}")


def _origin(number: int) -> str:
    """Callers from many places, so that no throttle of an address stands in the way."""
    return f"198.51.100.{number + 1}"


def _expect(status: int, expected: int) -> None:
    if status != expected:
        raise RuntimeError(f"answered {status} instead of {expected}")


def _each(counts: Mapping[str, float], number: int) -> dict[str, float]:
    return {name: count / number for name, count in counts.items()}


def _cells(counts: Mapping[str, float]) -> list[str]:
    shown = dict(counts) | {"bytes": counts.get("bytes", 0) / 1024}
    return [*(f"{shown.get(name, 0):.4g}" for name in COLUMNS), f"{dollars_per_million(counts):,.2f}"]
