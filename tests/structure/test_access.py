"""Every privileged trigger asks the one place that decides rights, with its own act (DESIGN section 6)."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from belajar.rules.access import RIGHTS, SCOPE_WIDE, Action
from belajar.runtime.http import Route
from tools.anatomy import ROOT, http_functions

ROUTES = {key: route for function in http_functions().values() for key, route in function.routes.items()}
PRIVILEGED = {key: route for key, route in ROUTES.items() if route.action}
STAFF_PATHS = ("/v1/tinjauan", "/v1/reset/bantuan", "/v1/kontak", "/v1/sekolah")
"""Below these nothing is for the public."""
ON_MANY = SCOPE_WIDE | {Action.DOWNLOAD_ACCOUNTS}
MAY_LOOK = {"belajar/runtime/staff.py"}


def body_of(step: Callable[..., Any]) -> ast.FunctionDef:
    [found] = ast.parse(textwrap.dedent(inspect.getsource(step))).body
    assert isinstance(found, ast.FunctionDef)
    return found


def asked(step: Callable[..., Any]) -> list[str]:
    """Acts for which a step calls `require` on the way that every run takes: not within an if, a loop or a try."""
    calls = [
        node.value
        for node in body_of(step).body
        if isinstance(node, ast.Expr | ast.Assign) and isinstance(node.value, ast.Call)
    ]
    return [
        ast.unparse(call.args[1]).removeprefix("Action.")
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "require"
    ]


def reads_petugas(code: str) -> bool:
    """Whether it looks at `call.petugas` by itself. Documents have a field of that name too: who once asked."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "petugas" and ast.unparse(node.value).split(".")[-1] == "call"
        for node in ast.walk(ast.parse(code))
    )


def renames_call(step: Callable[..., Any]) -> bool:
    """Whether it hides the call from the test above under another name."""
    named = [node.value for node in ast.walk(body_of(step)) if isinstance(node, ast.Assign)]
    return list(inspect.signature(step).parameters)[1] != "call" or any(ast.unparse(value) == "call" for value in named)


@pytest.mark.parametrize("key", PRIVILEGED, ids=" ".join)
def test_a_privileged_step_requires_the_act_of_its_route_and_no_other(key):
    route = PRIVILEGED[key]
    assert asked(route.step) == [route.action.name]


@pytest.mark.parametrize("key", PRIVILEGED, ids=" ".join)
def test_a_privileged_step_writes_the_act_of_its_route_into_the_audit(key):
    route = PRIVILEGED[key]
    audits = [
        ast.unparse(node.args[0])
        for node in ast.walk(body_of(route.step))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Audit"
    ]
    assert set(audits) == {f"Action.{route.action.name}"}


def names_whom(step: Callable[..., Any]) -> bool:
    """Whether every audit of a step has its fourth part, by place or by name."""
    audits = [
        node for node in ast.walk(body_of(step)) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Audit"
    ]
    return all(len(call.args) > 3 or "whom" in [word.arg for word in call.keywords] for call in audits)


@pytest.mark.parametrize("key", PRIVILEGED, ids=" ".join)
def test_the_audit_of_an_act_on_one_person_says_whom_as_what_was_done_is_forgotten_sooner(key):
    assert names_whom(PRIVILEGED[key].step) == (PRIVILEGED[key].action not in ON_MANY)


@pytest.mark.parametrize("key", ROUTES, ids=" ".join)
def test_a_route_for_staff_is_privileged(key):
    if key[1].startswith(STAFF_PATHS):
        assert ROUTES[key].action


def test_every_act_has_rights_and_a_route():
    assert {route.action for route in PRIVILEGED.values()} == set(Action) == RIGHTS.keys()


def test_nobody_else_decides_by_looking_at_who_asks():
    paths = [path for part in ("functions", "belajar") for path in sorted((ROOT / part).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)) for path in paths if reads_petugas(path.read_text())}
    assert found == MAY_LOOK


def test_an_audit_that_does_not_say_whom_is_found():
    def vague(body, call, deps):
        return Audit(Action.SHOW_RESET, "resets/1", "why")  # noqa: F821

    def halfway(body, call, deps):
        return Audit(Action.SHOW_RESET, "resets/1", whom="people/1"), Audit(Action.SHOW_RESET, "resets/1")  # noqa: F821

    assert not names_whom(vague)
    assert not names_whom(halfway)


@pytest.mark.parametrize("key", PRIVILEGED, ids=" ".join)
def test_a_privileged_step_calls_its_call_by_that_name(key):
    assert not renames_call(PRIVILEGED[key].step)


def test_looking_at_who_asks_is_found_and_looking_at_who_once_asked_is_not():
    assert reads_petugas("if call.petugas: pass")
    assert reads_petugas("x = self.call.petugas.address")
    assert not reads_petugas("x = reset.petugas")


def test_a_step_that_does_not_ask_is_found():
    def forgetful(body, call, deps):
        return None

    def sometimes(body, call, deps):
        if body:
            require(call, Action.SHOW_REQUEST, None)  # noqa: F821

    def careful(body, call, deps):
        petugas = require(call, Action.SHOW_REQUEST, None)  # noqa: F821
        return petugas.address

    steps = [Route("GET", "/", None, step).step for step in (forgetful, sometimes, careful)]
    assert [asked(step) for step in steps] == [[], [], ["SHOW_REQUEST"]]
