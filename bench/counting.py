"""Counts as a table with their price."""

from collections.abc import Mapping, Sequence
from typing import Final

from bench.counts import Line
from bench.prices import dollars_per_million
from bench.report import table

COLUMNS: Final = {
    "reads": "reads",
    "writes": "writes",
    "deletes": "deletes",
    "expiring": "TTL deletes",
    "rpcs": "RPCs",
    "runs": "runs",
    "messages": "messages",
    "bytes": "KiB",
    "directory": "Directory",
    "macs": "MACs",
    "mails": "mails",
    "texts": "SMS",
}


def counts_table(lines: Sequence[Line]) -> str:
    """One line per operation; price without mails and SMS."""
    head = ["per", *COLUMNS.values(), "$ per million"]
    return table(head, [[name, *_cells(counts)] for name, counts in lines])


def each(counts: Mapping[str, float], number: int) -> dict[str, float]:
    """Of one, when so many were counted."""
    return {name: count / number for name, count in counts.items()}


def _cells(counts: Mapping[str, float]) -> list[str]:
    shown = dict(counts) | {"bytes": counts.get("bytes", 0) / 1024}
    return [*(f"{shown.get(name, 0):.4g}" for name in COLUMNS), f"{dollars_per_million(counts):,.2f}"]
