"""What was counted last, kept in a file so that a bill can be computed anew without counting anew."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

COUNTS: Final = Path(__file__).with_name("counts.json")
Line = tuple[str, Mapping[str, float]]
"""Name of an operation, and how much of each unit one of it takes."""


def keep(section: str, lines: Sequence[Line], path: Path = COUNTS) -> None:
    """Replace what this bench counted before."""
    operations = {name: {unit: round(count, 6) for unit, count in counts.items()} for name, counts in lines}
    sections = _read(path) | {section: {"counted": f"{datetime.now(UTC):%Y-%m-%d}", "operations": operations}}
    path.write_text(json.dumps(sections, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def kept(path: Path = COUNTS) -> dict[str, dict[str, float]]:
    """Every operation of every bench by its name."""
    found = _read(path)
    return {name: counts for section in found.values() for name, counts in section["operations"].items()}


def counted_on(path: Path = COUNTS) -> dict[str, str]:
    """Dates by bench."""
    return {name: section["counted"] for name, section in _read(path).items()}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
