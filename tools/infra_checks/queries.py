"""Queries of the code against the indexes of the topology. What steps really ask: tests/support/indexed.py."""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devstack.topology import Topology

STEPS: Final = ("functions", "belajar")
_CONDITION: Final = 3
"""Field, operator, value."""


@dataclass(frozen=True)
class Asked:
    """A query with a literal collection. `fields`: those of conditions in the same file; `words`: all its texts."""

    place: str
    collection: str
    order_by: str | None
    filtered: bool
    fields: frozenset[str]
    words: frozenset[str]


def queries(root: Path, folders: tuple[str, ...] = STEPS) -> list[Asked]:
    """Of every file that makes one."""
    return [asked for folder in folders for path in sorted((root / folder).rglob("*.py")) for asked in _of(path)]


def unknown_indexes(topology: Topology, asked: list[Asked]) -> list[str]:
    """Composite indexes that no query can use: they cost every write something."""
    return [
        f"{index['collection']}: {', '.join(index['fields'])}: no query asks so"
        for index in topology.indexes
        if not any(
            query.collection == index["collection"]
            and query.order_by == index["fields"][-1]
            and query.words.issuperset(index["fields"][:-1])
            for query in asked
        )
    ]


def missing_indexes(topology: Topology, asked: list[Asked]) -> list[str]:
    """Queries that filter and sort for which there is no index, and queries on fields whose index is switched off."""
    composite = {(index["collection"], index["fields"][-1]) for index in topology.indexes}
    return [
        *(
            f"{query.place}: {query.collection} by {query.order_by}: no composite index"
            for query in asked
            if query.filtered and query.order_by and (query.collection, query.order_by) not in composite
        ),
        *(
            f"{query.place}: {query.collection} is not indexed by {', '.join(sorted(query.fields))}"
            for query in asked
            if query.filtered
            and not query.order_by
            and "*" in topology.unindexed.get(query.collection, [])
            and not query.fields & set(topology.indexed.get(query.collection, []))
        ),
        *(
            f"{query.place}: {query.collection} by {query.order_by}, which is not indexed"
            for query in asked
            if query.order_by and query.order_by == topology.ttl.get(query.collection)
        ),
    ]


def _of(path: Path) -> list[Asked]:
    tree = ast.parse(path.read_text())
    fields = frozenset(
        node.elts[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple)
        and len(node.elts) == _CONDITION
        and isinstance(node.elts[0], ast.Constant)
        and isinstance(node.elts[0].value, str)
        and isinstance(node.elts[1], ast.Constant)
    )
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    words = frozenset(word for word in texts if isinstance(word, str))
    return [
        Asked(f"{path.name}:{node.lineno}", node.args[0].value, _order(node), _filtered(node), fields, words)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Query"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def _order(call: ast.Call) -> str | None:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "order_by"]
    return str(given[0].value) if given and isinstance(given[0], ast.Constant) else None


def _filtered(call: ast.Call) -> bool:
    return len(call.args) > 1 or any(keyword.arg == "where" for keyword in call.keywords)
