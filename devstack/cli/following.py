"""Follows an import to its end by its progress document."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from belajar import wiring
from belajar.progress import answered, progress
from devstack.cli.console import console
from schemas.imports import ROW_COUNTS, Import, ImportState

PAUSE_SECONDS: Final = 0.3
LINE_SECONDS: Final = 3.0
SHOWN: Final = (
    *ROW_COUNTS,
    "accounts_made",
    "accounts_refused",
    "accounts_found",
)
_READ: Final = (ImportState.FINISHED, ImportState.SETTLED)
_OVER: Final = (ImportState.REFUSED, ImportState.REPLAYED, ImportState.STUCK)


class StandstillError(Exception):
    """Nothing has moved for too long; the text is a sentence."""


def follow(
    import_id: str, file: Path, *, quiet: bool = False, standstill_seconds: float = 600.0
) -> tuple[Import, dict[str, int]]:
    """Until every row is read and every account asked for has its outcome, or the file is refused.

    Raises StandstillError when no count has changed for so long.
    """
    moved, before = time.monotonic(), Counter[str]()
    with _view(file, quiet=quiet) as view:
        while True:
            document, counts = look(import_id)
            view.show(counts)
            if document and ended(document, counts):
                return document, {name: counts[name] for name in SHOWN}
            if counts != before:
                moved, before = time.monotonic(), counts
            if time.monotonic() - moved > standstill_seconds:
                raise StandstillError(f"The import has not moved for {standstill_seconds:.0f} seconds.")
            time.sleep(PAUSE_SECONDS)


def look(import_id: str) -> tuple[Import | None, Counter[str]]:
    """The import now; None before it has begun."""
    store = wiring.store()
    [snapshot] = store.get(f"imports/{import_id}")
    # The counts after the document: a finished import has all its requests counted.
    return Import.model_validate(snapshot.data) if snapshot else None, progress(store, import_id)


def ended(document: Import, counts: Counter[str]) -> bool:
    """Whether nothing of this import is under way any more."""
    return document.state in _OVER or (document.state in _READ and answered(counts) >= counts["requested"])


class View(Protocol):
    """Shows how far an import is."""

    def show(self, counts: Counter[str]) -> None:
        """As of now."""
        ...


class Bars:
    """Two bars on a terminal."""

    def __init__(self, display: Progress, rows: int) -> None:
        self._display = display
        self._rows = display.add_task("rows read", total=rows, note="")
        self._accounts = display.add_task("accounts made", total=None, note="")

    def show(self, counts: Counter[str]) -> None:
        """As of now."""
        note = f"accepted {counts['accepted']}, rejected {counts['rejected']}"
        self._display.update(self._rows, completed=counts["rows_read"], note=note)
        self._display.update(self._accounts, completed=answered(counts), total=counts["requested"] or None)


class Lines:
    """A line now and then where no bar can move."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._last = time.monotonic()

    def show(self, counts: Counter[str]) -> None:
        """As of now."""
        if time.monotonic() - self._last < LINE_SECONDS:
            return
        self._last = time.monotonic()
        made = f"accounts made {answered(counts)} of {counts['requested']}"
        console().print(f"  rows read {counts['rows_read']} of {self._rows}, {made}", markup=False)


class Nothing:
    """For scripts."""

    def show(self, counts: Counter[str]) -> None:
        """Silent."""


@contextmanager
def _view(file: Path, *, quiet: bool) -> Iterator[View]:
    screen = console()
    if quiet:
        yield Nothing()
    elif not screen.is_terminal:
        yield Lines(_rows(file))
    else:
        columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, TextColumn("{task.fields[note]}"), console=screen) as display:
            yield Bars(display, _rows(file))


def _rows(file: Path) -> int:
    """Lines but the header; the last one may lack its line break."""
    with file.open("rb") as content:
        lines = sum(1 for _ in content)
    return max(0, lines - 1)
