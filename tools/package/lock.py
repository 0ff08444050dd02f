"""The locked distributions with their hashes: requirements of an archive are lines of requirements/run.lock."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.package import PackagingError

_START: Final = re.compile(r"^(?=\S)", re.MULTILINE)
_NAME: Final = re.compile(r"([\w.-]+)==")


def read_lock(path: Path) -> dict[str, str]:
    """Text of each entry, hashes and marker included, by canonical name; raises PackagingError for one without hash."""
    blocks = [block for block in _START.split(path.read_text()) if block.strip() and not block.startswith("#")]
    return {_name(block): block for block in blocks}


def _name(block: str) -> str:
    name = _NAME.match(block)
    if not name or "--hash=sha256:" not in block:
        raise PackagingError(f"not pinned with a hash: {block.splitlines()[0]}")
    return canonicalize_name(name[1])


def version(entry: str) -> Version:
    """Of an entry of the lock."""
    return Version(entry.partition("==")[2].split()[0])


def requirements(names: Iterable[str], lock: Mapping[str, str]) -> str:
    """The requirements.txt of these distributions; raises PackagingError for what the lock does not hold."""
    wanted = set(names)
    if missing := wanted - lock.keys():
        raise PackagingError(f"not in the lock: {', '.join(sorted(missing))}")
    return "".join(text for name, text in sorted(lock.items()) if name in wanted)
