"""Which distributions a function needs: what it imports, closed over what those need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.version import Version

from tools.package import PackagingError
from tools.package.distributions import closure, installed, locked_modules, owner
from tools.package.imports import reached
from tools.package.lock import read_lock, version

LOCK: Final = "requirements/run.lock"
FRAMEWORK: Final = "functions-framework"
"""Named in requirements.txt, or the buildpack installs whichever version is newest."""


@dataclass(frozen=True, slots=True)
class Needs:
    """`imported` maps each outside name in the code to its distribution; `closed` is everything to be installed."""

    imported: dict[str, str]
    closed: frozenset[str]


def needs(function: str, root: Path) -> Needs:
    """Raises PackagingError for an import that no locked distribution provides, or for other versions than locked."""
    found, lock = reached(function, root), read_lock(root / LOCK)
    known = locked_modules(frozenset(lock))
    imported = {}
    for name, path in found.outside.items():
        provider = owner(name, known)
        if provider is None:
            raise PackagingError(f"{path.relative_to(root)} imports {name}: no distribution of {LOCK} provides it")
        imported[name] = provider
    imported |= {text: known[text] for text in found.by_text if text in known}
    closed = closure({FRAMEWORK, *imported.values()}, installed())
    _check_versions(closed, lock)
    return Needs(imported, frozenset(closed))


def _check_versions(names: Iterable[str], lock: Mapping[str, str]) -> None:
    """Another version may bring and need something else: the same checkout would make another archive here."""
    there = {name: installed()[name].version for name in names if name in lock}
    if others := [f"{name} {own}" for name, own in sorted(there.items()) if version(lock[name]) != Version(own)]:
        raise PackagingError(f"installed, but not as locked: {', '.join(others)}: install {LOCK}")
