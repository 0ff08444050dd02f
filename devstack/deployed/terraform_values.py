"""Attributes as Terraform prints them. What a plan leaves out is known only after apply: it becomes None."""

from typing import Any

from devstack.deployed.measures import seconds
from devstack.deployed.model import last_part

Values = dict[str, Any]


def block(values: Values, name: str) -> Values | None:
    """The only block of this name; {} = it is not there, None = Terraform does not know yet whether it is."""
    held = values.get(name)
    return held if held is None else dict(held[0] or {}) if held else {}


def text(values: Values | None, name: str) -> str | None:
    """None = not known yet; null becomes empty."""
    return None if values is None or name not in values else values[name] or ""


def number(values: Values | None, name: str) -> int | None:
    """As `text`."""
    return None if values is None or name not in values else values[name] or 0


def switch(values: Values | None, name: str) -> bool | None:
    """As `text`. Of a block: whether there is one, though nothing in it may be known yet."""
    return None if values is None or name not in values else bool(values[name])


def short(values: Values | None, name: str) -> str | None:
    """Last part of a resource's full name."""
    found = text(values, name)
    return found and last_part(found)


def duration(values: Values | None, name: str) -> float | None:
    """Seconds; as `text`."""
    found = text(values, name)
    return None if found is None else seconds(found)
