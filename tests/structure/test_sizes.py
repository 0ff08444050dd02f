"""Small files and small functions (DESIGN section 9): the caps, held on all Python that is ours."""

import ast
import statistics
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tools.anatomy import ROOT

PACKAGES = ("belajar", "schemas", "functions", "devstack", "tools", "bench", "tests")


@cache
def ours(packages: tuple[str, ...] = PACKAGES) -> list[Path]:
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@cache
def functions() -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": body_lines(node)
        for path in ours(PACKAGES[:-1])
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def percentile(values: Iterable[int], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def test_no_file_is_longer_than_300_lines():
    assert {str(path.relative_to(ROOT)): lines(path) for path in ours() if lines(path) > 300} == {}


def test_half_of_the_files_have_at_most_60_lines_and_nearly_all_200():
    sizes = [lines(path) for path in ours(PACKAGES[:-1]) if lines(path)]
    assert statistics.median(sizes) <= 60
    assert percentile(sizes, 95) <= 200


def test_half_of_the_functions_have_at_most_6_lines_and_nearly_all_25():
    sizes = functions()
    assert statistics.median(sizes.values()) <= 6
    assert percentile(sizes.values(), 95) <= 25
