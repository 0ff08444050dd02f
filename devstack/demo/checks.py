"""The table at the end: what was expected, what came, how long it took."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from rich.console import Console
from rich.table import Table

T = TypeVar("T")
PAUSE_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison."""

    step: str
    expected: str
    got: str
    seconds: float

    @property
    def right(self) -> bool:
        """Whether what came is what was expected."""
        return self.expected == self.got


class Checks:
    """Collects comparisons and says each aloud. The time of a row is the time since the one before."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._last = self._began = time.monotonic()
        self.rows: list[Row] = []

    def compare(self, step: str, expected: object, got: object) -> bool:
        """Returns whether they are equal as texts."""
        now = time.monotonic()
        row = Row(step, str(expected), str(got), now - self._last)
        self._last = now
        self.rows.append(row)
        self._screen.print(f"{'ok ' if row.right else 'NO '} {step}: {row.got}", markup=False, soft_wrap=True)
        return row.right

    def all_right(self) -> bool:
        """Whether nothing differed."""
        return bool(self.rows) and all(row.right for row in self.rows)

    def show(self) -> None:
        """The table and one closing line."""
        table = Table()
        for column in ("step", "expected", "got", "time", ""):
            table.add_column(column, overflow="fold", justify="right" if column == "time" else "left")
        for row in self.rows:
            table.add_row(row.step, row.expected, row.got, f"{row.seconds:.1f} s", "ok" if row.right else "DIFFERS")
        self._screen.print(table)
        wrong = sum(not row.right for row in self.rows)
        word = f"{wrong} of {len(self.rows)} steps differ" if wrong else f"all {len(self.rows)} steps as expected"
        self._screen.print(f"{word}, {time.monotonic() - self._began:.1f} s")


def eventually(read: Callable[[], T], wanted: T, seconds: float) -> T:
    """Read until it is what is wanted or the time is over; returns what was read last."""
    deadline = time.monotonic() + seconds
    while (found := read()) != wanted and time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)
    return found
