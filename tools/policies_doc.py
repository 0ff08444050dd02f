"""Writes docs/policies.md from the policy table, so that the two cannot disagree: `python -m tools.policies_doc`."""

from dataclasses import fields
from pathlib import Path

from belajar.rules.policy import POLICY
from belajar.rules.throttles import Limit

DOCUMENT = Path(__file__).parent.parent / "docs" / "policies.md"
_HEAD = """# Policies

Every number of this project that somebody might want to change. Generated from `belajar/rules/policy.py` by
`python -m tools.policies_doc`; edit the table there, not this page.

| policy | value | what it rules | who sets the bar |
|---|---|---|---|
"""


def render() -> str:
    """The page as it should be."""
    rows = ((row.name, _shown(getattr(POLICY, row.name)), row.metadata) for row in fields(POLICY))
    return _HEAD + "".join(f"| `{name}` | {value} | {of['meaning']} | {of['source']} |\n" for name, value, of in rows)


def _shown(value: object) -> str:
    if isinstance(value, Limit):
        return f"{value.count} in {value.window_seconds} s"
    return str(value)


if __name__ == "__main__":
    DOCUMENT.write_text(render(), encoding="utf-8")
