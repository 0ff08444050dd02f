"""House rules that no linter knows."""

import ast
import importlib.metadata
from pathlib import Path

import pytest

from belajar.runtime.settings import Settings
from schemas.documents import Document
from schemas.events import CATALOGUE, Event
from schemas.http import Body
from schemas.roster import RosterRow
from tools.anatomy import ROOT

OURS = ("belajar", "schemas", "functions", "devstack", "tools", "bench", "infra")
BOUNDARIES = {"belajar/runtime/events.py", "belajar/runtime/http.py"}
"""Where a broad except belongs: an unknown fault is redelivered, or answered without a word of it."""
PERSONAL = {
    "nama", "name_of_person", "nama_lengkap", "nama_ibu_kandung", "ibu", "tanggal_lahir", "lahir", "nik", "nisn",
    "nuptk", "nip", "email", "email_pribadi", "nomor_ponsel", "ponsel", "telepon", "phone", "alamat", "kontak",
    "password", "kata_sandi", "kode", "otp", "contact", "to", "recipient",
}  # fmt: skip


def deployed() -> list[Path]:
    return [path for package in OURS[:3] for path in sorted((ROOT / package).rglob("*.py"))]


def is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}) for kind in kinds
    )


def reraises(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_only_the_boundaries_of_the_runtime_catch_everything():
    broad = {
        str(path.relative_to(ROOT))
        for path in deployed()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler) and is_broad(node) and not reraises(node)
    }
    assert broad == BOUNDARIES


def patched(path: Path) -> list[str]:
    """Calls of a mock that replace something in our own code."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom | ast.Import) and "mock" in ast.unparse(node).split():
            found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "setattr"
            and node.args
        ):
            target = ast.unparse(node.args[0]).strip("'\"")
            if target.split(".")[0] in OURS:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_no_test_replaces_a_part_of_our_own_code():
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert [place for path in tests for place in patched(path)] == []


@pytest.mark.parametrize("model", CATALOGUE.values(), ids=lambda model: model.type)
def test_an_event_carries_ids_only(model):
    assert set(model.model_fields) & PERSONAL == set()


def test_no_installed_package_shadows_ours():
    installed = importlib.metadata.packages_distributions()
    assert {name: installed[name] for name in OURS if name in installed} == {}


@pytest.mark.parametrize("base", [Body, Document, Event, RosterRow, Settings])
def test_what_does_not_fit_a_model_is_not_repeated_by_the_error(base):
    """An error that somebody prints would otherwise show whatever stood in the field."""
    assert base.model_config["hide_input_in_errors"]
