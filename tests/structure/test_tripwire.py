"""The tripwire of tests/conftest.py fires, and only when it should."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from belajar.credentials import initial_credential
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Put
from schemas.documents import Account
from tests.support.tripwire import Personal, leaks
from tools.anatomy import ROOT

NOW = datetime(2026, 7, 13, 1, 0, tzinfo=UTC)
PERSON = {
    "nik": "9171994105110007",
    "nama_ibu_kandung": "Contoh Ibu Rekaan",
    "tanggal_lahir": "2011-05-01",
    "nama": "Contoh Murid",
}


def roster(folder: Path, **changes: str) -> None:
    row = PERSON | changes
    (folder / "roster.csv").write_text(";".join(row) + "\n" + ";".join(row.values()) + "\n")


def stored(folder: Path, data: dict) -> None:
    store = SqliteStore(folder / "store.sqlite")
    store.commit([Put("people/1", data)])
    store.close()


@pytest.fixture
def folder(tmp_path):
    """Out of the reach of the outer tripwire, which reads only what is there when a test ends."""
    inner = tmp_path / "inner"
    inner.mkdir()
    yield inner
    shutil.rmtree(inner)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("nik", "9171994105110007"),
        ("nama_ibu_kandung", "contoh-ibu  REKAAN"),
        ("tanggal_lahir", "2011-05-01"),
        ("tanggal_lahir", datetime(2011, 5, 1, tzinfo=UTC)),
    ],
)
def test_a_document_with_data_of_the_roster_is_found(folder, kind, value):
    roster(folder)
    stored(folder, {"field": value})
    assert f"{kind} in store.sqlite" in leaks(Personal(), folder, "")


def test_a_log_file_is_read_too(folder):
    roster(folder)
    (folder / "functions.log").write_text('{"message":"born 2011-05-01"}\n')
    assert leaks(Personal(), folder, "") == ["tanggal_lahir in functions.log"]


def test_an_initial_password_is_known_from_its_account(folder):
    keys = FileKeys.create(folder / "keys")
    account = Account(
        address="contoh@sd.belajar.id",
        person_id="1",
        jenis="peserta_didik",
        group="90000001",
        state="created",
        issue=1,
        key_version="1",
        nonce="ab" * 16,
        reserved_at=NOW,
    )
    store = SqliteStore(folder / "store.sqlite")
    store.commit([Put("accounts/contoh@sd.belajar.id", account.model_dump())])
    store.close()
    assert leaks(Personal(), folder, "created") == []
    assert leaks(Personal(), folder, f"now {initial_credential(account, keys)}!") == ["initial password in output"]


def test_a_pupil_called_like_a_mother_is_no_leak(folder):
    roster(folder, nama="Contoh Ibu Rekaan Kecil")
    stored(folder, {"nama": "Contoh Ibu Rekaan Kecil"})
    assert leaks(Personal(), folder, "") == []


def test_a_shared_folder_is_searched_for_the_people_of_all_tests(folder):
    one, everybody = Personal(), Personal()
    one.person(PERSON)
    everybody.take(one)
    (folder / "functions.log").write_text("contoh ibu rekaan, born 2011-05-01\n")
    assert leaks(everybody, folder, "") == ["nama_ibu_kandung in functions.log", "tanggal_lahir in functions.log"]


def test_a_message_does_not_repeat_what_was_found(folder):
    roster(folder)
    assert leaks(Personal(), folder, f"{PERSON['nik']} {PERSON['nama_ibu_kandung']}") == [
        "nama_ibu_kandung in output",
        "nik in output",
    ]


def test_a_test_that_logs_personal_data_fails(folder):
    (folder / "test_it.py").write_text(
        "from belajar.runtime.logs import log\n"
        "def test_logs(personal, capsys):\n"
        f"    personal.person({PERSON!r})\n"
        "    log('INFO', 'hello', nik='9171994105110007')\n"
        "    assert 'hello' in capsys.readouterr().out\n"
        "def test_keeps_quiet(personal):\n"
        f"    personal.person({PERSON!r})\n"
        "    log('INFO', 'hello')\n"
    )
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), "-p", "no:cacheprovider", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert "2 passed, 1 error" in done.stdout
    assert "personal data in the clear: ['nik in output']" in done.stdout
