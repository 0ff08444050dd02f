from datetime import UTC, datetime, timedelta

import pytest

from belajar.rules.reset_tokens import Disownable, disown_token
from belajar.rules.sms import fits_one_sms
from belajar.rules.words import WORDS
from functions.notify.texts import (
    applied_text,
    changed_text,
    credential_text,
    frozen_text,
    helped_text,
    objected_text,
    reset_code_text,
    waiting_text,
)
from functions.notify.wording import _HELPERS
from schemas.staff import Role

AT = datetime(2026, 12, 28, 16, 59, tzinfo=UTC)
LONGEST = ".".join([max(WORDS, key=len)] * 4 + ["4821"])
SHORT = {helper.short for helper in _HELPERS.values()}
LINK = f"https://belajar.id/bukan-saya/{disown_token(b'pepper', Disownable.RESET, 'ab' * 16)}"
LINKED = {
    "changed": changed_text("W9", AT, LINK),
    "waiting": waiting_text(AT, LINK),
    "applied": applied_text(LINK),
    **{f"helped {short}": helped_text(short, AT, LINK) for short in SHORT},
}
FAR = "https://layanan.akun-pembelajaran.contoh.test/bukan-saya/" + LINK.rpartition("/")[2]
TEXTS = {
    "code": reset_code_text("012345", "K7", 10),
    "credential": credential_text(LONGEST, AT),
    "frozen": frozen_text("12345678"),
    "objected": objected_text("12345678"),
    "changed, far": changed_text("W9", AT, FAR),
    "waiting, far": waiting_text(AT, FAR),
    "applied, far": applied_text(FAR),
    **{f"helped {short}, far": helped_text(short, AT, FAR) for short in SHORT},
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_is_one_sms_that_begins_with_the_brand_and_carries_no_link(text):
    assert fits_one_sms(text), len(text)
    assert text.startswith("belajar.id: ")
    assert "http" not in text
    assert "/" not in text
    assert "@" not in text
    assert text.endswith(".")


@pytest.mark.parametrize("text", LINKED.values(), ids=LINKED)
def test_a_notice_is_one_sms_that_ends_with_the_link_to_say_bukan_saya(text):
    assert fits_one_sms(text), len(text)
    assert text.startswith("belajar.id: ")
    assert text.endswith(f" Bukan Anda? {LINK}")
    assert "@" not in text


def test_the_code_stands_first_with_the_signs_of_its_page():
    text = reset_code_text("012345", "K7", 9)
    assert text.startswith("belajar.id: 012345 adalah kode")
    assert "halaman bertanda K7, berlaku 9 menit" in text
    assert "Jangan berikan kepada siapa pun." in text


def test_the_credential_stands_on_a_line_of_its_own_and_nobody_is_named():
    text = credential_text("kuda.meja.apel.4821", AT + timedelta(days=14))
    assert "kuda.meja.apel.4821" in text.splitlines()
    assert "Masuk di mail.google.com sebelum 11-01-2027, lalu ganti." in text


def test_every_role_that_may_reset_has_its_words():
    assert set(_HELPERS) == {
        Role.OPERATOR, Role.KEPALA_SATUAN_PENDIDIKAN, Role.CO_KAPTEN, Role.KAPTEN, Role.HELPDESK,
    }  # fmt: skip
