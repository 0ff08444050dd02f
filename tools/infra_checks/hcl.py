"""Reads a folder of Terraform with python-hcl2 into plain values; expressions stay text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import hcl2

_MARKS: Final = {"__is_block__", "__comments__", "__inline_comments__"}


@dataclass(frozen=True)
class Block:
    """A resource, data source or module call. `module`: the folder it stands in, "" for the root."""

    module: str
    kind: str
    type: str
    name: str
    body: dict[str, Any]

    @property
    def label(self) -> str:
        """As it is spoken of in a finding."""
        return ".".join(part for part in (self.module, self.type, self.name) if part)


@dataclass(frozen=True)
class Terraform:
    """All blocks; locals, variables and outputs by module and name."""

    blocks: list[Block]
    locals: dict[str, dict[str, Any]]
    variables: dict[str, dict[str, Any]]
    outputs: dict[str, dict[str, Any]]

    def resources(self, type_: str) -> list[Block]:
        """Of one type, wherever they stand."""
        return [block for block in self.blocks if block.kind == "resource" and block.type == type_]


def read_terraform(root: Path) -> Terraform:
    """Every .tf file below `root`."""
    found = Terraform([], {}, {}, {})
    for path in sorted(root.rglob("*.tf")):
        if ".terraform" not in path.parts:
            _take(found, str(path.parent.relative_to(root)).removeprefix("."), read_file(path))
    return found


def read_file(path: Path) -> dict[str, Any]:
    """One file, quotes of strings removed."""
    return _parsed(path.read_text())


@cache
def _parsed(source: str) -> dict[str, Any]:
    """Parsing takes most of the time; whoever reads must not change what he gets."""
    plain = _plain(hcl2.loads(source))
    assert isinstance(plain, dict)
    return plain


def text(value: Any) -> str:
    """A value as one line, for patterns."""
    return json.dumps(value, default=str)


def nested(value: Any, key: str) -> Iterator[Any]:
    """Values under a key at any depth, `dynamic` blocks included."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield from inner if isinstance(inner, list) else [inner]
            yield from nested(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from nested(inner, key)


def reachable(value: Any, known: dict[str, Any]) -> str:
    """The text of a value and of all locals that it names, all the way."""
    seen: set[str] = set()
    whole, waiting = "", text(value)
    while waiting:
        whole += waiting
        named = set(re.findall(r"\blocal\.(\w+)", waiting)) - seen
        seen |= named
        waiting = "".join(text(known[name]) for name in sorted(named) if name in known)
    return whole


def _take(found: Terraform, module: str, content: dict[str, Any]) -> None:
    for kind in ("resource", "data"):
        for entry in content.get(kind, []):
            for type_, named in entry.items():
                found.blocks.extend(Block(module, kind, type_, name, body) for name, body in named.items())
    for entry in content.get("module", []):
        found.blocks.extend(Block(module, "module", "module", name, body) for name, body in entry.items())
    for kind, target in (("variable", found.variables), ("output", found.outputs)):
        for entry in content.get(kind, []):
            target.setdefault(module, {}).update(entry)
    for entry in content.get("locals", []):
        found.locals.setdefault(module, {}).update(entry)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_unquoted(name): _plain(inner) for name, inner in value.items() if name not in _MARKS}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return _unquoted(value) if isinstance(value, str) else value


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
