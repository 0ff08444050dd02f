"""What the country does in a year, each with its counted operations and what these take of Cloud Run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bench.cost_assumptions import Year
from bench.cost_prices import RATES
from bench.prices import dollars_per_million
from devstack.topology import topology

PAGE: Final = 500
"""Users in one answer of the Directory."""
REFRESH: Final = "page of a status refresh"
MINUTES: Final = 365 * 24 * 60
_TICKS: Final = {"sweeper": MINUTES, "review": MINUTES / 60, "corrections": MINUTES / 10}
"""Runs a year of a schedule; what a tick of sync causes is counted by the page."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something done `times` a year; `counts` of one of it. `by_request`: requests of citizens and staff in one."""

    name: str
    times: float
    counts: Mapping[str, float]
    by_request: int = 0

    def total(self, unit: str) -> float:
        """In the year."""
        return self.times * self.counts.get(unit, 0)

    def seconds(self, year: Year) -> float:
        """Of an instance, for one: as if nothing else ran in it at the time."""
        called = self.counts.get("directory", 0) * year.directory_ms
        sent = (self.counts.get("mails", 0) + self.counts.get("texts", 0)) * year.message_ms
        return (self.counts.get("runs", 0) * year.billed_ms + called + sent) / 1000

    def per_million(self, year: Year) -> dict[str, float]:
        """Dollars for a million of it, by who is paid."""
        return {
            "operations": dollars_per_million(self.counts),
            "Cloud Run": (self.seconds(year) * second() + self.counts.get("runs", 0) * RATES["requests"].dollars / 1e6)
            * 1e6,
            "mail": self.counts.get("mails", 0) * year.mail_dollars * 1e6,
            "SMS": self.counts.get("texts", 0) * year.sms_dollars * 1e6,
        }


def second() -> float:
    """Dollars of one second of an instance of the usual size."""
    [(cpu, memory)] = {(each.cpu, each.memory_mb) for each in topology().functions.values()}
    return cpu * RATES["vcpu_second"].dollars + memory / 1024 * RATES["gib_second"].dollars


def works(year: Year, counts: Mapping[str, Mapping[str, float]]) -> Sequence[Work]:
    """Everything with a number of its own; KeyError if it was never counted."""
    people = [
        Work("look-up, hit", year.hits, counts["look-up, hit"], 1),
        Work("look-up, miss", year.misses, counts["look-up, miss"], 1),
        Work("kirim-detail with its mail", year.details, counts["kirim-detail with its mail"], 1),
        Work("reset by the owner, code by SMS", year.resets_by_sms, counts["reset by the owner, sms"], 3),
        Work("reset by the owner, code by mail", year.resets_by_mail, counts["reset by the owner, email"], 3),
        Work("assisted reset, up to the mail", year.assisted, counts["assisted reset, up to the mail"], 1),
        Work("card of a pupil", year.cards, counts["card of a pupil"], 1),
        Work("download of 1,200", year.downloads, counts["download of 1,200, csv"], 1),
        Work("account, row to mail", year.moves, counts["account, row to mail"]),
        Work("row of a register, unchanged", year.imports * year.accounts, counts["row of a register, unchanged"]),
        Work(REFRESH, year.refreshes * year.accounts / PAGE, counts["schedule sync, nothing to do"]),
    ]
    ticks = [
        Work(f"tick of {name}", times, counts[f"schedule {name}, nothing to do"]) for name, times in _TICKS.items()
    ]
    return [*people, *ticks]
