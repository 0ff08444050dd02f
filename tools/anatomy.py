"""What the code says about itself: functions, their routes and steps, and who publishes which event.

Documents and structure tests read it here, so that none of them keeps a list of its own.
"""

import ast
import importlib
from functools import cache
from pathlib import Path
from typing import Final

from belajar.runtime.events import EventFunction
from belajar.runtime.http import HttpFunction
from devstack.topology import topology
from schemas.events import CATALOGUE, Event

ROOT: Final = Path(__file__).parent.parent
_BY_NAME: Final = {model.__name__: model for model in CATALOGUE.values()}


@cache
def entry(function: str) -> HttpFunction | EventFunction:
    """The `FUNCTION` of functions/<function>/main.py."""
    found = importlib.import_module(f"functions.{function}.main").FUNCTION
    assert isinstance(found, HttpFunction | EventFunction)
    return found


def http_functions() -> dict[str, HttpFunction]:
    """By name, in the order of the topology."""
    return {name: found for name in topology().functions if isinstance(found := entry(name), HttpFunction)}


def event_functions() -> dict[str, EventFunction]:
    """By name, in the order of the topology."""
    return {name: found for name in topology().functions if isinstance(found := entry(name), EventFunction)}


def sources(function: str) -> list[Path]:
    """Python files of a function."""
    return sorted((ROOT / "functions" / function).glob("*.py"))


def problem_codes(function: str) -> set[str]:
    """Codes of the problems that the function's own files raise."""
    return {
        node.args[0].value
        for node in _calls(function)
        if isinstance(node.func, ast.Name)
        and node.func.id == "ProblemError"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def published(function: str) -> list[type[Event]]:
    """Events the function makes: `Model(...)` or `Model.model_validate(...)` in its files, in catalogue order."""
    made = {_model(node) for node in _calls(function)}
    return [model for model in CATALOGUE.values() if model in made]


def publishers(model: type[Event]) -> list[str]:
    """Functions that make this event."""
    return [name for name in topology().functions if model in published(name)]


@cache
def _calls(function: str) -> tuple[ast.Call, ...]:
    """Read once: every page asks it for every event."""
    trees = [ast.parse(path.read_text()) for path in sources(function)]
    used = [node for tree in trees for node in _shared(tree)]
    return tuple(node for tree in (*trees, *used) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _shared(tree: ast.Module) -> list[ast.FunctionDef]:
    """Decisions taken alike by several functions: what this file uses of the modules `belajar.<name>`, all the way."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    return [used for node in imports for used in _used(node.module or "", {alias.name for alias in node.names})]


def _used(module: str, names: set[str]) -> list[ast.FunctionDef]:
    path = ROOT / f"{module.replace('.', '/')}.py"
    if module.count(".") != 1 or path.parent != ROOT / "belajar" or not path.exists():
        return []
    known = {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
    found: dict[str, ast.FunctionDef] = {}
    waiting = names & known.keys()
    while waiting:
        name = waiting.pop()
        found[name] = known[name]
        inside = {node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)}
        waiting |= (inside & known.keys()) - found.keys()
    return list(found.values())


def _model(call: ast.Call) -> type[Event] | None:
    made = call.func
    if isinstance(made, ast.Attribute) and made.attr.startswith("model_validate"):
        made = made.value
    return _BY_NAME.get(made.id) if isinstance(made, ast.Name) else None
