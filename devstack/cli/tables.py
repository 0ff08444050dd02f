"""CSV files that operators hand in and get back: `;` or `,`, with or without a byte order mark."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devstack.cli.console import fail

Row = tuple[int, dict[str, str]]


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Each row with the number of its last line; cells are stripped. Ends the command if the file is no such table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            delimiter = ";" if ";" in head else ","
            names = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter), [])]
            if missing := [name for name in columns if name not in names]:
                fail(f"The file has no column {missing[0]}.", 2)
            reader = csv.reader(file, delimiter=delimiter)
            # Line 1 was read before.
            yield from ((reader.line_num + 1, _row(names, cells)) for cells in reader if any(cells))
    except (UnicodeDecodeError, csv.Error):
        fail("The file is not CSV in UTF-8.", 2)


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Missing cells are empty. Of too many nobody knows which is which: all are empty, so that the row is refused."""
    kept = cells if len(cells) <= len(names) else ()
    return dict.fromkeys(names, "") | {name: cell.strip() for name, cell in zip(names, kept, strict=False)}


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV file, replaced if it is there."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([columns, *rows])


@contextmanager
def private_table(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    """A new CSV file for its owner only, each row on the disk before the next. Ends the command if it exists."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fail(f"{path} exists: it is not overwritten.", 2)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="", buffering=1) as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        yield writer
