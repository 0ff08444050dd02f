"""Which distributions a function needs: what it imports, closed over what those need."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.package import PackagingError
from tools.package.distributions import closure, installed, locked_modules, owner
from tools.package.imports import reached
from tools.package.lock import read_lock

LOCK: Final = "requirements/run.lock"
FRAMEWORK: Final = "functions-framework"
"""Named in requirements.txt, or the buildpack installs whichever version is newest."""


@dataclass(frozen=True, slots=True)
class Needs:
    """`imported` maps each outside name in the code to its distribution; `closed` is everything to be installed."""

    imported: dict[str, str]
    closed: frozenset[str]


def needs(function: str, root: Path) -> Needs:
    """Raises PackagingError for an import that no locked distribution provides."""
    found = reached(function, root)
    known = locked_modules(frozenset(read_lock(root / LOCK)))
    imported = {}
    for name, path in found.outside.items():
        provider = owner(name, known)
        if provider is None:
            raise PackagingError(f"{path.relative_to(root)} imports {name}: no distribution of {LOCK} provides it")
        imported[name] = provider
    imported |= {text: known[text] for text in found.by_text if text in known}
    return Needs(imported, frozenset(closure({FRAMEWORK, *imported.values()}, installed())))
