"""What is in an archive: path -> bytes. Never tests, the local stack, settings of tools, caches or hidden files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from devstack.host.function_apps import SHIM
from tools.package import PackagingError
from tools.package.imports import SHARED
from tools.package.lock import read_lock, requirements
from tools.package.needs import LOCK, needs

KINDS: Final = (".py", ".j2", ".txt")
"""Whatever else lies in a source folder stops the packing: nobody knows who put it there, and the archive leaves us."""


def contents(function: str, root: Path) -> dict[str, bytes]:
    """In the order of the archive. The embedded engine is in it: the tests run on it what will be deployed."""
    folders = [root / "functions" / function, *(root / shared for shared in SHARED)]
    paths = [root / "functions" / "__init__.py", *(path for folder in folders for path in _files(folder, root))]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    lock = read_lock(root / LOCK)
    files["main.py"] = SHIM.format(name=function).encode()
    files["requirements.txt"] = requirements(needs(function, root).closed, lock).encode()
    return dict(sorted(files.items()))


def _files(folder: Path, root: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(root).parts
        if path.is_dir() or "__pycache__" in parts or any(part.startswith(".") for part in parts):
            continue
        if path.suffix not in KINDS or path.is_symlink():
            raise PackagingError(f"{path.relative_to(root)}: not of a kind that is shipped ({', '.join(KINDS)})")
        yield path
