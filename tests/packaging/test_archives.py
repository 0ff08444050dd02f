"""What is in the archives of this checkout, and what is not."""

import io
import re
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest

from devstack.topology import topology
from tests.packaging.conftest import archive
from tools.anatomy import ROOT
from tools.package.archive import pack
from tools.package.contents import contents
from tools.package.imports import builders, reached
from tools.package.needs import LOCK, needs

FUNCTIONS = list(topology().functions)
API_CLIENT = "google-api-python-client"
WITH_API_CLIENT = {"directory", "mailer"}
"""Builders behind which Google's API client stands, 111 MB on disk."""
NEVER = {"pyyaml", "typer", "rich", "aiosmtpd", "pytest", "hypothesis"}
LIMIT_BYTES = 1_000_000


def files(function):
    with ZipFile(io.BytesIO(archive(function).data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_archive_holds_its_own_function_and_what_all_share(function):
    tops = {PurePosixPath(name).parts[0] for name in files(function)}
    folders = {PurePosixPath(name).parts[1] for name in files(function) if name.startswith("functions/")}
    assert tops == {"belajar", "functions", "main.py", "requirements.txt", "schemas"}
    assert folders == {"__init__.py", function}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_file_of_ours_that_the_function_leads_to_is_in_its_archive(function):
    wanted = {path.relative_to(ROOT).as_posix() for path in reached(function, ROOT).files}
    assert wanted - files(function).keys() == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_packing_again_gives_the_same_bytes(function):
    assert pack(function, contents(function, ROOT)) == archive(function)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_archive_stays_small_enough_to_be_left_uncompressed(function):
    assert len(archive(function).data) < LIMIT_BYTES


@pytest.mark.parametrize("function", FUNCTIONS)
def test_requirements_are_entries_of_the_lock_with_their_hashes(function):
    lock = (ROOT / LOCK).read_text()
    entries = re.split(r"^(?=\S)", files(function)["requirements.txt"].decode(), flags=re.MULTILINE)[1:]
    assert [entry.splitlines()[0] for entry in entries if entry not in lock or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_googles_api_client_is_for_those_who_speak_to_workspace_or_send_mail(function):
    asks = builders(ROOT / "functions" / function / "main.py")
    assert (API_CLIENT in needs(function, ROOT).closed) == bool(asks & WITH_API_CLIENT)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_framework_is_pinned_and_nothing_of_the_local_stack_or_the_tests_is_needed(function):
    closed = needs(function, ROOT).closed
    assert "functions-framework" in closed
    assert closed & NEVER == set()
