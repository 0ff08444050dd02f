"""From names to distributions: the longest name that is a module decides, and dependencies follow on every Python."""

from importlib.metadata import PathDistribution

import pytest

from tools.package import PackagingError
from tools.package.distributions import closure, installed, modules, owner, owners


@pytest.fixture
def made(tmp_path):
    """Distributions as an index would install them."""

    def make(name, *files, requires=()):
        folder = tmp_path / "site" / f"{name}-1.dist-info"
        folder.mkdir(parents=True)
        lines = [f"Name: {name}", "Version: 1", *(f"Requires-Dist: {need}" for need in requires)]
        (folder / "METADATA").write_text("\n".join(lines))
        (folder / "RECORD").write_text("".join(f"{file},,\n" for file in files))
        for file in [
            file for file in files if ".." not in file
        ]:  # from Python 3.12 on, what is not there does not count
            place = tmp_path / "site" / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        return PathDistribution(folder)

    return make


def test_modules_are_source_files_packages_and_extensions(made):
    files = ["satu/__init__.py", "satu/dua.cpython-311-x86_64-linux-gnu.so", "tiga.py", "satu/data.json"]
    assert set(modules(made("satu", *files, "../../../bin/satu.py"))) == {"satu", "satu.dua", "tiga"}


def test_two_distributions_share_a_namespace():
    known = {"google.auth": "google-auth", "google.api_core.retry": "google-api-core"}
    assert owner("google.auth.default", known) == "google-auth"
    assert owner("google.api_core.retry.Retry", known) == "google-api-core"
    assert owner("google", known) is None
    assert owner("google.cloud.storage", known) is None


@pytest.mark.parametrize("ours", ["schemas/__init__.py", "belajar/rules/names.py", "functions.py", "main.py"])
def test_a_distribution_that_would_stand_before_our_modules_is_refused(made, ours):
    assert owners({"jujur": made("jujur", "jujur.py")}) == {"jujur": "jujur"}
    with pytest.raises(PackagingError, match="jahat brings a module"):
        owners({"jahat": made("jahat", "jahat.py", ours)})


def test_what_is_needed_is_followed_with_its_extras(made):
    found = {
        "satu": made("satu", requires=["Dua_Besar[cepat]>=1", "tidak; sys_platform == 'win32'"]),
        "dua-besar": made("dua-besar", requires=["tiga; extra == 'cepat'", "empat; extra == 'lambat'"]),
        "tiga": made("tiga"),
    }
    assert closure(["satu"], found) == {"satu", "dua-besar", "tiga"}
    assert closure(["dua-besar"], found) == {"dua-besar"}


def test_what_only_another_python_needs_is_in_too(made):
    found = {
        "satu": made("satu", requires=["lama; python_version < '3.12'", "baru; python_version >= '3.14'"]),
        "lama": made("lama"),
        "baru": made("baru"),
    }
    assert closure(["satu"], found) == {"satu", "lama", "baru"}


def test_distributions_that_need_each_other_come_to_an_end(made):
    found = {"satu": made("satu", requires=["dua"]), "dua": made("dua", requires=["satu"])}
    assert closure(["satu"], found) == {"satu", "dua"}


def test_what_is_not_installed_is_named(made):
    with pytest.raises(PackagingError, match="dua is needed, but not installed"):
        closure(["satu"], {"satu": made("satu", requires=["dua"])})


def test_the_framework_brings_its_server():
    assert {"flask", "gunicorn", "werkzeug"} <= closure(["functions-framework"], installed())
