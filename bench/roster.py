"""Speed and memory of an import, for a small and a ten times larger file."""

import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from bench.importing import Imported, import_roster, write_roster
from bench.report import publish, table, verdict
from bench.surroundings import Surroundings

SMALL: Final = 10_000
LARGE: Final = 100_000
REPEATS: Final = 2
MEMORY_GOAL: Final = 1.2
NOTES: Final = """\
The roster function runs behind `functions-framework` as deployed (one worker, two threads) on the embedded engine; this
process wrote the file beforehand and delivers the messages. Requests for accounts stay in the bus. Time is from the
file's acceptance to its totals; memory is the peak of the function's process. Store, bus and function share the
machine's cores and disk, so rows per second tell how speed changes with the size of a file, not what the cloud does."""


def run() -> None:
    """Measure small and large in turns and publish."""
    found: dict[int, list[Imported]] = {SMALL: [], LARGE: []}
    for _ in range(REPEATS):
        for rows, runs in found.items():
            runs.append(_import(rows))
    lines = [_line(one) for runs in found.values() for one in runs]
    head = ["rows", "rows/s", "CPU, ms per row", "idle, MiB", "peak, MiB"]
    beside = f"{LARGE:,} rows beside {SMALL:,}"
    speed, best = _speed(found[LARGE]) / _speed(found[SMALL]), _best(found[LARGE]) / _best(found[SMALL])
    others = f"best runs {best:.2f}, CPU per row {_cpu(found):.2f}"
    goals = [
        verdict(f"peak memory, {beside}", _ratio(found, "peak_mib"), MEMORY_GOAL),
        f"- **rows/s, {beside}: {speed:.2f}** (goal: does not fall); {others}",
    ]
    parts = ["\n".join(goals), table(head, lines), NOTES]
    publish("roster", "Import of a school register", f"embedded engine, {REPEATS} runs each, in turns", parts)


def _import(rows: int) -> Imported:
    with tempfile.TemporaryDirectory() as folder:
        around = Surroundings(Path(folder))
        write_roster(around.folder, rows)
        return import_roster(around)


def _line(one: Imported) -> list[str]:
    per_row = one.cpu_seconds / one.rows * 1000
    speed = f"{one.rows / one.seconds:,.0f}"
    return [f"{one.rows:,}", speed, f"{per_row:.2f}", f"{one.idle_mib:.0f}", f"{one.peak_mib:.0f}"]


def _speed(runs: list[Imported]) -> float:
    return median(one.rows / one.seconds for one in runs)


def _best(runs: list[Imported]) -> float:
    return max(one.rows / one.seconds for one in runs)


def _cpu(found: dict[int, list[Imported]]) -> float:
    large, small = (min(one.cpu_seconds / one.rows for one in found[rows]) for rows in (LARGE, SMALL))
    return large / small


def _ratio(found: dict[int, list[Imported]], name: str) -> float:
    large, small = (median(getattr(one, name) for one in found[rows]) for rows in (LARGE, SMALL))
    return float(large / small)
