"""What a function's main.py asks of the wiring and of the settings, read from its source."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from devstack.topology import Topology

ROOT: Final = Path(__file__).parent.parent.parent
ASKS_NOTHING: Final = {"clock"}
"""Builders behind which there is nothing of the cloud."""
BUCKET_SETTINGS: Final = {"letter_bucket": "letters", "roster_bucket": "rosters"}


def deployed(root: Path = ROOT) -> dict[str, ast.Module]:
    """Parsed main.py by function."""
    return {path.parent.name: ast.parse(path.read_text()) for path in sorted(root.glob("functions/*/main.py"))}


def builders(main: ast.Module) -> set[str]:
    """Builders of belajar.wiring that are named; `runtime` stands for the store and the bus."""
    named = set(_attributes(main, {"wiring"}))
    return (named - {"runtime"} - ASKS_NOTHING) | ({"store", "bus"} if "runtime" in named else set())


def buckets(main: ast.Module) -> set[str]:
    """Buckets whose names are read from the settings."""
    return {BUCKET_SETTINGS[name] for name in _attributes(main, {"settings()", "chosen"}) if name in BUCKET_SETTINGS}


def wrong_uses(topology: Topology, mains: dict[str, ast.Module]) -> list[str]:
    """A builder that is asked for but not listed gets no grant; a listed one that nobody asks for gets one too many."""
    return [
        f"{name}: uses {sorted(topology.functions[name].uses)}, but main.py asks for {sorted(builders(main))}"
        for name, main in mains.items()
        if name in topology.functions and set(topology.functions[name].uses) != builders(main)
    ]


def wrong_buckets(topology: Topology, mains: dict[str, ast.Module]) -> list[str]:
    """Likewise for buckets."""
    return [
        f"{name}: buckets {sorted(topology.functions[name].buckets)}, but main.py reads {sorted(buckets(main))}"
        for name, main in mains.items()
        if name in topology.functions and topology.functions[name].buckets.keys() != buckets(main)
    ]


def wrong_publishes(topology: Topology, mains: dict[str, ast.Module], made: dict[str, set[str]]) -> list[str]:
    """`made`: topics of the events each function makes. Whoever holds the bus itself may publish to any topic."""
    return [
        f"{name}: publishes {sorted(listed)}, but its code makes {sorted(expected)}"
        for name, main in mains.items()
        if name in topology.functions
        and (listed := set(topology.functions[name].publishes))
        != (expected := {"*"} if "bus" in set(_attributes(main, {"wiring"})) else made[name])
    ]


def _attributes(tree: ast.Module, owners: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in owners:
            yield node.attr
