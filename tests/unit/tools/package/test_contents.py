"""An archive holds what its function runs on, and nothing else of the checkout."""

import pytest

from devstack.host.function_apps import SHIM
from tools.package import PackagingError
from tools.package.contents import contents


def write(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_repository_layout_is_kept_with_one_function_in_it(checkout):
    assert list(contents("dua", checkout)) == [
        "belajar/__init__.py",
        "belajar/clock.py",
        "belajar/mail.py",
        "belajar/wiring.py",
        "functions/__init__.py",
        "functions/dua/__init__.py",
        "functions/dua/main.py",
        "main.py",
        "requirements.txt",
        "schemas/__init__.py",
        "schemas/forms.py",
    ]


def test_templates_come_along(checkout):
    assert contents("satu", checkout)["functions/satu/templates/salam.txt.j2"] == b"Halo {{ nama }}\n"


def test_what_is_started_is_what_the_local_stack_starts(checkout):
    assert contents("dua", checkout)["main.py"].decode() == SHIM.format(name="dua")


def test_requirements_name_the_framework_and_what_is_imported_and_no_more(checkout):
    def names(function):
        lines = contents(function, checkout)["requirements.txt"].decode().splitlines()
        return {line.partition("==")[0] for line in lines if not line.startswith(" ")}

    assert {"functions-framework", "jinja2", "anyascii"} <= names("satu")
    assert "functions-framework" in names("dua")
    assert "anyascii" not in names("dua")
    assert "google-api-python-client" not in names("satu") | names("dua")


@pytest.mark.parametrize(
    "stray", ["belajar/.env", "belajar/.git/a.py", "schemas/__pycache__/a.py", "tests/a.py", "a.py"]
)
def test_hidden_files_caches_and_what_lies_elsewhere_change_nothing(checkout, stray):
    before = contents("satu", checkout)
    write(checkout / stray, "rahasia")
    assert contents("satu", checkout) == before


@pytest.mark.parametrize("stray", ["belajar/orang.csv", "functions/satu/step.py~", "schemas/kunci.pem"])
def test_a_file_of_a_kind_that_is_not_shipped_stops_the_packing(checkout, stray):
    write(checkout / stray)
    with pytest.raises(PackagingError, match="not of a kind that is shipped"):
        contents("satu", checkout)


def test_a_link_out_of_the_folder_is_not_followed(checkout):
    (checkout / "belajar" / "rahasia.txt").symlink_to(checkout / ".env")
    with pytest.raises(PackagingError, match="not of a kind that is shipped"):
        contents("satu", checkout)


def test_an_import_that_no_locked_distribution_provides_is_named(checkout):
    write(checkout / "functions/satu/step.py", "import pytest\n")
    with pytest.raises(PackagingError, match=r"functions/satu/step\.py imports pytest"):
        contents("satu", checkout)


def test_an_import_of_something_that_is_not_deployed_is_named(checkout):
    write(checkout / "functions/satu/step.py", "from devstack.host import stack\n")
    with pytest.raises(PackagingError, match=r"imports devstack\.host"):
        contents("satu", checkout)
