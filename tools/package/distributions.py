"""From imported names to distributions, and from those to everything they need."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import PurePosixPath
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.package import PackagingError

OURS: Final = frozenset({"belajar", "schemas", "functions", "main"})
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
"""What any of them needs is in, so that the same checkout makes the same archive whichever of them packs it."""
_CLOUD: Final = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "sys_platform": "linux",
}


@cache
def installed() -> Mapping[str, Distribution]:
    """What this interpreter finds, by canonical name."""
    return {canonicalize_name(found.metadata["Name"]): found for found in distributions()}


def modules(distribution: Distribution) -> Iterator[str]:
    """Dotted names of the modules and packages it brings."""
    for file in distribution.files or []:
        path = PurePosixPath(file)
        if path.suffix in {".py", ".so", ".pyd"} and ".." not in path.parts:
            parts = [*path.parent.parts, path.name.partition(".")[0]]
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def locked_modules(names: frozenset[str]) -> Mapping[str, str]:
    """Module -> distribution, of those named that are installed here."""
    return owners({name: found for name, found in installed().items() if name in names})


def owners(found: Mapping[str, Distribution]) -> dict[str, str]:
    """Module -> distribution; raises PackagingError where one would stand before a module of ours.

    The framework appends the archive's folder to the path: an installed `schemas` wins over ours.
    """
    known = {module: name for name in sorted(found) for module in modules(found[name])}
    for module, name in known.items():
        if (top := module.partition(".")[0]) in OURS:
            raise PackagingError(f"{name} brings a module {top}, which would be imported in place of ours")
    return known


def owner(name: str, known: Mapping[str, str]) -> str | None:
    """The distribution of the longest part of this dotted name that is a module."""
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((known[prefix] for prefix in prefixes if prefix in known), None)


def closure(names: Iterable[str], found: Mapping[str, Distribution]) -> set[str]:
    """These distributions and all that they need on Linux; raises PackagingError for what is not installed."""
    seen: set[tuple[str, str]] = set()
    waiting: set[tuple[str, str]] = {(canonicalize_name(name), "") for name in names}
    while waiting:
        name, extra = waiting.pop()
        seen.add((name, extra))
        if name not in found:
            raise PackagingError(f"{name} is needed, but not installed: install requirements/run.lock")
        waiting |= set(_needs(found[name], extra)) - seen
    return {name for name, _ in seen}


def _needs(distribution: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    for requirement in map(Requirement, distribution.requires or []):
        if any(_holds(requirement, python, extra) for python in PYTHONS):
            name = canonicalize_name(requirement.name)
            yield name, ""
            yield from ((name, wanted) for wanted in requirement.extras)


def _holds(requirement: Requirement, python: str, extra: str) -> bool:
    versions = {"python_version": python, "python_full_version": f"{python}.0", "implementation_version": f"{python}.0"}
    return requirement.marker is None or requirement.marker.evaluate({**_CLOUD, **versions, "extra": extra})
