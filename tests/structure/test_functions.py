"""Every folder under functions/ is a deployable step and looks like every other one."""

import ast
import importlib
from pathlib import Path

import pytest

from devstack.topology import topology
from schemas.events import CATALOGUE
from tools.anatomy import ROOT, entry, event_functions, http_functions, published, sources

FUNCTIONS = sorted(topology().functions)
MAIN_LINES = 60
OTHER_LINES = 175


def imported(path: Path) -> set[str]:
    """Dotted names that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_folder_is_a_function_of_the_topology_and_the_reverse():
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/*.py")}
    assert folders == set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_files_of_a_step(name):
    files = {path.name for path in sources(name)}
    assert {"__init__.py", "main.py"} < files


@pytest.mark.parametrize("name", FUNCTIONS)
def test_wiring_and_decisions_stay_short(name):
    lines = {path.name: len(path.read_text().splitlines()) for path in sources(name)}
    assert lines.pop("main.py") <= MAIN_LINES
    assert {file: count for file, count in lines.items() if count > OTHER_LINES} == {}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_entry_point_is_called_like_the_function(name):
    assert callable(getattr(importlib.import_module(f"functions.{name}.main"), name))
    assert entry(name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_imports_another(name):
    ours = {module for path in sources(name) for module in imported(path) if module.startswith("functions.")}
    assert {module for module in ours if not module.startswith(f"functions.{name}.")} == set()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_main_builds_adapters(name):
    builders = {"belajar.wiring", "belajar.cloud", "belajar.embedded"}
    for path in sources(name):
        if path.name != "main.py":
            found = imported(path)
            assert not {module for module in found if any(module.startswith(builder) for builder in builders)}, path


def test_routes_of_the_topology_are_the_routes_of_the_code():
    coded = {
        name: [f"{method} {path}" for method, path in function.routes] for name, function in http_functions().items()
    }
    listed = {name: function.routes for name, function in topology().functions.items() if function.routes}
    assert coded == listed


def test_every_topic_is_heard_by_functions_that_have_a_step_for_it():
    steps = event_functions()
    for model in CATALOGUE.values():
        for name in topology().subscriptions[model.topic()].functions:
            assert model in steps[name].steps, f"{name} has no step for {model.type}"


def test_no_function_has_a_step_for_an_event_it_never_gets():
    for name, function in event_functions().items():
        for model in function.steps:
            assert name in topology().subscriptions[model.topic()].functions, f"{name} never gets {model.type}"


def test_every_event_comes_from_somewhere():
    made = {model for name in FUNCTIONS for model in published(name)}
    foreign = {topic for topic, listening in topology().subscriptions.items() if listening.foreign}
    assert {model.type for model in CATALOGUE.values() if model not in made and model.topic() not in foreign} == set()
