"""How the command line speaks: plain without colours, JSON on request, one sentence and an exit code on failure."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn

import typer
from rich.console import Console
from rich.table import Table

PLAIN_WIDTH: Final = 160
"""Of lines that no terminal limits, so that nobody's log has broken addresses."""


def console(*, errors: bool = False) -> Console:
    """Bound to the stream of now; rich itself heeds NO_COLOR."""
    stream = sys.stderr if errors else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False)


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say why, and end."""
    console(errors=True).print(sentence, markup=False, soft_wrap=True)
    raise typer.Exit(code)


def show_json(value: Any) -> None:
    """For scripts."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """For people; long cells are folded, never cut."""
    table = Table()
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console().print(title, markup=False, soft_wrap=True)
    console().print(table)
