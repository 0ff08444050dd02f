"""What a function imports is found in the source, on every branch, and nothing of what it never asks for."""

import pytest

from tools.package import PackagingError
from tools.package.imports import builders, reached


def outside(checkout, function="satu"):
    return {name.partition(".")[0] for name in reached(function, checkout).outside}


def write(checkout, name, text):
    (checkout / name).write_text(text)


def test_a_library_behind_a_builder_counts_for_whoever_asks_for_the_builder(checkout):
    assert outside(checkout) == {"functions_framework", "jinja2", "anyascii"}
    assert outside(checkout, "dua") == set()


def test_a_builder_that_another_one_uses_counts_too(checkout):
    assert builders(checkout / "functions/satu/main.py") == {"mailer"}
    assert "anyascii" in outside(checkout)


def test_an_import_inside_a_function_or_a_branch_counts(checkout):
    write(checkout, "schemas/forms.py", "def late():\n    if late:\n        import phonenumbers\n")
    assert "phonenumbers" in outside(checkout)


def test_an_import_for_type_checkers_does_not_count_but_its_else_does(checkout):
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import grpc\nelse:\n    import zxcvbn\n"
    write(checkout, "schemas/forms.py", text)
    assert "grpc" not in outside(checkout)
    assert "zxcvbn" in outside(checkout)


def test_the_package_around_a_module_runs_before_it_and_counts(checkout):
    write(checkout, "schemas/__init__.py", "import pydantic\n")
    assert "pydantic" in outside(checkout)


def test_text_that_names_a_module_counts_only_where_modules_are_imported_by_name(checkout):
    write(checkout, "schemas/forms.py", 'NAME = "google.cloud.firestore_v1"\n')
    assert reached("satu", checkout).by_text == {}
    write(checkout, "schemas/forms.py", 'import importlib\nNAME = "google.cloud.firestore_v1"\n')
    assert list(reached("satu", checkout).by_text) == ["google.cloud.firestore_v1"]


def test_another_function_cannot_be_imported(checkout):
    write(checkout, "functions/satu/step.py", "from functions.dua import main\n")
    with pytest.raises(PackagingError, match=r"functions/satu/step\.py imports functions\.dua"):
        reached("satu", checkout)


def test_relative_imports_are_refused(checkout):
    write(checkout, "functions/satu/step.py", "from . import main\n")
    with pytest.raises(PackagingError, match="relative import"):
        reached("satu", checkout)


def test_a_function_without_main_is_named(checkout):
    with pytest.raises(PackagingError, match=r"functions/tiga/main\.py does not exist"):
        reached("tiga", checkout)
