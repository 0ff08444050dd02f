"""Quantities as Google and Terraform write them, and the rules of a bucket that mean the same in both."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from devstack.deployed.model import UnreadableError

_MEMORY: Final = re.compile(r"([0-9.]+)(k|M|G|Ki|Mi|Gi|)")
_BYTES: Final = {"": 1, "k": 1000, "M": 1000**2, "G": 1000**3, "Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}
_CPU: Final = re.compile(r"([0-9.]+)(m?)")
_DURATION: Final = re.compile(r"([0-9.]+)s")
_HARMLESS: Final = frozenset({"age"})
_ANY: Final = "ANY"


def seconds(text: str | None) -> float:
    """`604800s`; nothing = 0."""
    return float(_parts(_DURATION, text)[0]) if text else 0.0


def cpus(text: str | None) -> float:
    """`1`, `0.5` or `500m`; nothing = 0."""
    if not text:
        return 0.0
    number, milli = _parts(_CPU, text)
    return float(number) / (1000 if milli else 1)


def megabytes(text: str | None) -> float:
    """`512Mi`, `1Gi`, `536870912`; nothing = 0. Binary, as the topology counts."""
    if not text:
        return 0.0
    number, unit = _parts(_MEMORY, text)
    return float(number) * _BYTES[unit] / _BYTES["Mi"]


def retention_days(rules: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """Days after which every object goes, from lifecycle rules as (action, condition); 0 = some are kept for ever.

    A rule that a further condition narrows does not count: it leaves objects behind.
    """
    ages = [
        int(condition["age"])
        for action, condition in rules
        if action == "Delete" and condition.get("age") and not _narrowed(condition)
    ]
    return min(ages, default=0)


def _narrowed(condition: Mapping[str, Any]) -> bool:
    """Terraform writes out empty conditions too. Its `send_...` switches are about how zeros are sent."""
    return any(
        value not in (None, "", 0, [], _ANY)
        for name, value in condition.items()
        if name not in _HARMLESS and not name.startswith("send_")
    )


def _parts(form: re.Pattern[str], text: str) -> tuple[str, ...]:
    found = form.fullmatch(text)
    if found is None:
        raise UnreadableError(f"{text!r} is no quantity that this command knows.")
    return found.groups()
