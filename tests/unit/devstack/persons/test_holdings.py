"""No collection can be forgotten when somebody asks for their data."""

import ast
import re

from devstack.persons.gathering import BY_ADDRESS, BY_PERSON
from devstack.persons.holdings import HOLDINGS, Fate
from tools.anatomy import ROOT

PATH = re.compile(r"([a-z_]+)/(?!v[0-9]+$)")
"""`nik/v1` and the like are purposes of a keyed hash."""
NO_COLLECTIONS = {
    "application", "auto", "image", "in", "items", "projects", "rejects", "sekolah", "surat", "text", "wilayah",
}  # fmt: skip
"""Beginnings of resource names, media types, patterns, targets of audit rows about many, and objects in buckets."""
PLACES = ("functions", "belajar", "devstack/cli")


def named(code: str) -> set[str]:
    """Collections in a piece of code: of paths `collection/...` and of queries."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (path := PATH.match(node.value)):
            found.add(path[1])
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Query" and isinstance(node.args[0], ast.Constant):
            found.add(node.args[0].value)
    return found


def in_the_code() -> set[str]:
    files = [path for place in PLACES for path in sorted((ROOT / place).rglob("*.py"))]
    return {name for path in files for name in named(without_docstrings(path.read_text()))} - NO_COLLECTIONS


def without_docstrings(code: str) -> str:
    """Also loose texts below fields: they explain, and name paths as examples."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(getattr(node, "body", None), list):
            node.body = [one for one in node.body if not is_text(one)] or [ast.Pass()]
    return ast.unparse(tree)


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_every_collection_of_the_code_stands_in_the_table_and_no_other():
    assert in_the_code() == HOLDINGS.keys()


def test_a_new_collection_would_be_seen():
    assert named('store.get(f"diaries/{day}")') == {"diaries"}
    assert named('Query("diaries", limit=1)') == {"diaries"}


def test_what_is_searched_by_a_field_is_not_said_to_be_about_nobody():
    searched = {collection for collection, _ in (*BY_PERSON, *BY_ADDRESS)}
    assert {HOLDINGS[name].fate for name in searched} <= {Fate.DELETED, Fate.EMPTIED}
