"""Generated documents are what the code says today, and the papers point at things that exist."""

import json
import re
from pathlib import Path

import openapi_spec_validator
import pytest

from belajar.rules.access import RIGHTS
from belajar.runtime.problems import TITLES
from schemas.staff import Role
from tools import openapi
from tools.anatomy import ROOT, http_functions, problem_codes
from tools.generated import DOCUMENTS
from tools.operations import ANYWHERE, OPERATIONS, STAFF_ONLY
from tools.passwords_page import ACTS, SCOPES

LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")
DECISIONS = ROOT / "docs" / "decisions"
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_generated_document_is_fresh(path):
    assert path.read_text(encoding="utf-8") == DOCUMENTS[path](), f"{path.relative_to(ROOT)} is stale: run `make docs`"


def test_the_page_of_passwords_shows_every_act_that_is_not_a_reviewers_and_everybody_who_may():
    others = {act: rights for act, rights in RIGHTS.items() if Role.PENINJAU not in rights}
    assert others.keys() == ACTS.keys()
    assert {role for rights in others.values() for role in rights} == SCOPES.keys()


def test_the_openapi_document_is_valid():
    openapi_spec_validator.validate(openapi.document())


def test_every_route_is_described_and_nothing_else():
    routes = {route for function in http_functions().values() for route in function.routes}
    assert routes == OPERATIONS.keys()


@pytest.mark.parametrize("name", http_functions())
def test_the_problems_of_a_function_are_those_its_routes_declare(name):
    declared = {code for route in http_functions()[name].routes for code in OPERATIONS[route].problems}
    assert declared == problem_codes(name) - {*ANYWHERE}


def test_every_known_problem_is_declared_somewhere():
    declared = {code for operation in OPERATIONS.values() for code in operation.problems}
    declared |= {*ANYWHERE, *STAFF_ONLY}
    assert declared == TITLES.keys()


@pytest.mark.parametrize("route", OPERATIONS, ids=lambda route: route[1])
def test_examples_fit_their_models(route):
    [found] = [function.routes[route] for function in http_functions().values() if route in function.routes]
    operation = OPERATIONS[route]
    if found.body:
        found.body.model_validate_json(json.dumps(operation.request_example))
    if operation.response:
        operation.response.model_validate_json(json.dumps(operation.response_example))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_the_papers_lead_somewhere(paper: Path):
    targets = [paper.parent / target for target in LINK.findall(paper.read_text(encoding="utf-8"))]
    assert [str(target) for target in targets if not target.exists()] == []


def listed(folder: Path) -> list[str]:
    """The list of decisions as it should be, from their headings."""
    headings = [(path, path.read_text(encoding="utf-8").partition("\n")[0]) for path in sorted(folder.glob("0*.md"))]
    return [f"{line[2:].partition('. ')[0]}. [{line.partition('. ')[2]}]({path.name})" for path, line in headings]


def test_every_decision_has_a_number_of_its_own_and_stands_in_the_list():
    index = (DECISIONS / "README.md").read_text(encoding="utf-8").splitlines()
    found = [line for line in index if re.match(r"\d+\. ", line)]
    assert found == listed(DECISIONS)
    assert [line.partition(".")[0] for line in found] == [str(number) for number in range(1, len(found) + 1)]
    assert all(path.name.startswith(f"{number:04}-") for number, path in enumerate(sorted(DECISIONS.glob("0*.md")), 1))


def test_a_decision_that_nobody_listed_is_noticed(tmp_path: Path):
    (tmp_path / "0001-a.md").write_text("# 1. A reason\n")
    assert listed(tmp_path) == ["1. [A reason](0001-a.md)"]
    (tmp_path / "0001-b.md").write_text("# 1. Another\n")
    assert listed(tmp_path)[1:] == ["1. [Another](0001-b.md)"]
