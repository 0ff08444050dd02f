"""What a function does behind its first answer works from its archive: the data of libraries and ours are all there."""

import os
import subprocess

import pytest

CARDS = """
from datetime import UTC, datetime
from belajar.cards import Card, CardGroup, Uncarded
from belajar.cards.pdf import cards_pdf
card = Card("Siti Rahma", "Kelas 4", "siti@sd.belajar.id", "abcd-1234", "SDN Contoh")
print(cards_pdf([CardGroup("Kelas 4", [card] * 11, [Uncarded("Budi", "Aktif")])], datetime(2026, 7, 1, tzinfo=UTC)))
"""
PHONE = """
from belajar.rules.phones import parse_mobile
print(parse_mobile("0812-5550-0001"), parse_mobile("021 5550001"))
"""
PASSWORD = """
from belajar.rules.new_passwords import Owner, flaws
from schemas.people import Jenis
owner = Owner(Jenis.PESERTA_DIDIK, "Siti Rahma", "siti.rahma1@sd.belajar.id")
print([[flaw.code for flaw in flaws(word, owner)] for word in ("trustno1", "yakinbisa", "payung.sambal.kereta")])
"""
MAILS = """
from functions.notify.compose import MailKind, _templates
for kind in MailKind:
    for form in ("txt", "html"):
        _templates().get_template(f"{kind}.{form}.j2")
print(len(MailKind))
"""
WORKS = [
    ("download", CARDS, "%PDF-"),
    ("assist", CARDS, "%PDF-"),
    ("dinas_request", PHONE, "+6281255500001 None"),
    ("roster", PHONE, "+6281255500001 None"),
    ("assist", PHONE, "+6281255500001 None"),
    ("reset", PASSWORD, "[['terlalu_umum'], ['terlalu_umum'], []]"),
    ("notify", MAILS, "17"),
]


def run(unpacked, code):
    """In the archive's folder and environment, knowing nothing of this process."""
    command = [str(unpacked.python), "-I", "-c", f"import sys\nsys.path.append('.')\n{code}"]
    clean = {"PATH": os.environ["PATH"]}
    return subprocess.run(command, cwd=unpacked.folder, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("function", "code", "said"), WORKS)
def test_work_behind_the_first_answer_is_done_from_the_archive(unpack, function, code, said):
    done = run(unpack(function), code)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


@pytest.mark.parametrize(
    ("function", "gone", "code"),
    [
        ("reset", "belajar/rules/common_passwords_id.txt", PASSWORD),
        ("notify", "functions/notify/templates/ticket_opened.txt.j2", MAILS),
    ],
)
def test_data_that_an_archive_lacks_is_missed(unpack, function, gone, code):
    unpacked = unpack(function)
    (unpacked.folder / gone).unlink()
    assert run(unpacked, code).returncode != 0
