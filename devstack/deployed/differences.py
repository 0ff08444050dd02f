"""Compares two projects setting by setting."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from devstack.deployed.model import SECTIONS, Deployed

OURS_ONLY: Final = frozenset({"buckets", "databases"})
"""A project may have more of these: packages, the site, Terraform's own state."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting, or a whole part that is `missing` or `extra`."""

    section: str
    name: str
    setting: str
    wanted: Any
    found: Any


def differences(wanted: Deployed, found: Deployed) -> list[Difference]:
    """In the order of the sections, each by name; empty = nothing differs."""
    return [
        one for section in SECTIONS for one in _of_section(section, wanted.section(section), found.section(section))
    ]


def _of_section(section: str, wanted: Any, found: Any) -> Iterator[Difference]:
    for name in sorted({*wanted, *found}):
        if name not in found:
            yield Difference(section, name, "missing", "there", "not there")
        elif name in wanted:
            yield from _of_part(section, name, asdict(wanted[name]), asdict(found[name]))
        elif section not in OURS_ONLY:
            yield Difference(section, name, "extra", "not there", "there")


def _of_part(section: str, name: str, wanted: dict[str, Any], found: dict[str, Any]) -> Iterator[Difference]:
    for setting, value in wanted.items():
        known = value is not None and found[setting] is not None
        if known and found[setting] != value:
            yield Difference(section, name, setting, value, found[setting])
