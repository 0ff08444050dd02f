"""Prints what a bench found and writes it as one section of docs/benchmarks.md, leaving the others as they are."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Final

from devstack.topology import TOPOLOGY

DOCUMENT: Final = TOPOLOGY.parent.parent / "docs" / "benchmarks.md"
NAMES: Final = ("cold_start", "lookup_cpu", "roster", "download", "operations", "passwords")
"""Benches in the order of their sections."""
HEAD: Final = """# Benchmarks

Written by `make bench`, or one section by the command it names; do not edit. Every figure is of the run whose date
stands above it. Compare ratios, not absolute times: machines differ, and the two sides of a ratio took turns.
"""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table that also reads well in a terminal: first column left, the others right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in (head, rule, *rows))


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median, with the least and the most."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def verdict(what: str, value: float, limit: float) -> str:
    """One line: is the goal met?"""
    return f"- **{what}: {value:.2f}** (goal: at most {limit:.2f}, {'met' if value <= limit else 'MISSED'})"


def publish(name: str, title: str, engine: str, parts: Sequence[str]) -> None:
    """Print the section and put it into the document."""
    machine = f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    load = ", load average at the end {:.1f}".format(os.getloadavg()[0])  # noqa: UP032 - reads better
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine}, {engine}{load}. `python -m bench {name}`"
    section = "\n\n".join([f"## {title}", when, *parts])
    print(f"\n{section}\n", flush=True)
    before = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    DOCUMENT.write_text(with_section(before, name, section), encoding="utf-8")


def with_section(document: str, name: str, section: str) -> str:
    """The document with this section in its place, and the others as they were."""
    sections = _sections(document) | {name: section}
    ordered = [f"<!-- {each} -->\n{sections[each]}\n" for each in NAMES if each in sections]
    return "\n".join([HEAD, *ordered])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cells[0].ljust(widths[0]),
        *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)),
    ]
    return f"| {' | '.join(padded)} |"


def _sections(document: str) -> dict[str, str]:
    parts = re.split(r"^<!-- (\w+) -->\n", document, flags=re.MULTILINE)[1:]
    return {name: section.strip() for name, section in zip(parts[::2], parts[1::2], strict=True)}
