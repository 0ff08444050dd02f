"""What a function imports, lazily or not: read from the source, because nobody runs every branch.

Of the wiring only the builders count that its main.py asks for; so an archive brings the libraries of its own ports.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from tools.package import PackagingError

WIRING: Final = "belajar.wiring"
SHARED: Final = ("belajar", "schemas")
_DOTTED: Final = re.compile(r"[a-z_]\w*(\.\w+)+")


@dataclass(frozen=True, slots=True)
class Reached:
    """What main.py leads to. `outside`: dotted names behind `import`, with the file that wants them."""

    files: set[Path] = field(default_factory=set)
    outside: dict[str, Path] = field(default_factory=dict)
    by_text: dict[str, Path] = field(default_factory=dict)
    """Dotted text in files that import by name: perhaps a module."""


def reached(function: str, root: Path) -> Reached:
    """Raises PackagingError for an import of ours that the archive would not hold."""
    found = Reached()
    main = root / "functions" / function / "main.py"
    if not main.exists():
        raise PackagingError(f"functions/{function}/main.py does not exist")
    asked = builders(main)
    waiting = [main]
    while waiting:
        path = waiting.pop()
        if path not in found.files:
            found.files.add(path)
            waiting += _follow(path, asked, function, root, found)
    return found


def builders(main: Path) -> set[str]:
    """Names of the wiring that this main.py speaks of."""
    nodes = (node for node in ast.walk(_tree(main)) if isinstance(node, ast.Attribute))
    return {node.attr for node in nodes if isinstance(node.value, ast.Name) and node.value.id == "wiring"}


def _follow(path: Path, asked: set[str], function: str, root: Path, found: Reached) -> Iterator[Path]:
    """Files of ours that this one imports; the others' names are noted."""
    tree = _tree(path)
    nodes: list[ast.AST] = list(_asked_for(tree, asked)) if path == _file(WIRING, root) else [tree]
    names = {name for node in nodes for name in _imports(node, path)}
    for name in names:
        top = name.partition(".")[0]
        if top == "functions" and name != "functions" and name.split(".")[1] != function:
            raise PackagingError(f"{path.relative_to(root)} imports {name}, which is not in the archive of {function}")
        if top in {*SHARED, "functions"}:
            yield from _own(name, root)
        elif top not in sys.stdlib_module_names:
            found.outside.setdefault(name, path)
    if any(name.startswith("importlib") for name in names):
        found.by_text.update((text, path) for node in nodes for text in _texts(node))


def _imports(node: ast.AST, path: Path) -> Iterator[str]:
    """Dotted names of the imports in and below this node; `from a import b` gives a.b, whatever b is."""
    for inner in _executed(node):
        if isinstance(inner, ast.Import):
            yield from (alias.name for alias in inner.names)
        elif isinstance(inner, ast.ImportFrom):
            if inner.level:
                raise PackagingError(f"{path}:{inner.lineno}: relative import")
            yield from (f"{inner.module}.{alias.name}" for alias in inner.names)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below that can run: what is for type checkers only is left out."""
    yield node
    only_types = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    for child in node.orelse if isinstance(node, ast.If) and only_types else ast.iter_child_nodes(node):
        yield from _executed(child)


def _asked_for(wiring: ast.Module, asked: set[str]) -> Iterator[ast.AST]:
    """The module's own statements, and the builders that are asked for or used by one of those."""
    known = {node.name: node for node in wiring.body if isinstance(node, ast.FunctionDef)}
    yield from (node for node in wiring.body if not isinstance(node, ast.FunctionDef))
    waiting, seen = asked & known.keys(), set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        yield known[name]
        waiting |= {node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)} & known.keys() - seen


def _own(name: str, root: Path) -> Iterator[Path]:
    """The module's file and those of the packages around it, which run before it."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        if path := _file(".".join(parts[:length]), root):
            yield path


def _file(name: str, root: Path) -> Path | None:
    base = root / name.replace(".", "/")
    return next((path for path in (base / "__init__.py", base.with_name(f"{base.name}.py")) if path.exists()), None)


def _texts(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and _DOTTED.fullmatch(inner.value):
            yield inner.value


def _tree(path: Path) -> ast.Module:
    return _parsed(path.read_text())


@cache
def _parsed(text: str) -> ast.Module:
    """Most files are read for every function."""
    return ast.parse(text)
