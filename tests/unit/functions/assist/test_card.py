"""The card of a pupil without a contact: for who asked for it, for minutes, and never anywhere but on paper."""

import json
from datetime import timedelta

import pytest

from belajar.credentials import initial_credential
from belajar.rules.policy import POLICY
from schemas.documents import Account, AccountState
from schemas.resets import ResetState
from tests.support.pdf_text import pages_of, texts
from tests.support.staff import audited
from tests.unit.functions.assist.conftest import GURU, HELPDESK, KEPALA, MURID, OPERATOR


@pytest.fixture
def ready(assist) -> str:
    reset_id = assist.reset(MURID)[1]["id"]
    assist.carry_out(reset_id)
    return reset_id


def fetch(assist, reset_id: str, by: str = OPERATOR) -> tuple:
    return assist.send("POST", f"/v1/reset/bantuan/{reset_id}/kartu", None, by)


def refused(assist, reset_id: str, by: str = OPERATOR) -> tuple:
    status, text, headers = fetch(assist, reset_id, by)
    assert headers["Content-Type"] == "application/problem+json"
    return status, json.loads(text)["code"]


def test_the_card_is_a_pdf_that_nobody_caches(assist, ready):
    status, pdf, headers = fetch(assist, ready)
    assert (status, pdf[:5]) == (200, b"%PDF-")
    assert (headers["Content-Type"], headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert headers["Content-Disposition"] == 'attachment; filename="kartu-akun.pdf"'


def test_the_password_is_only_on_the_card(assist, ready, personal):
    [held] = assist.store.get(f"accounts/{MURID}")
    personal.add("kata sandi", initial_credential(Account.model_validate(held.data), assist.keys))
    fetch(assist, ready)


def test_every_fetch_is_audited_and_the_first_one_opens_a_window(assist, ready):
    fetch(assist, ready)
    opened = assist.clock.now()
    assist.clock.advance(seconds=POLICY.card_seconds - 1)
    assert fetch(assist, ready)[0] == 200
    assert assist.resets()[0].card_until.timestamp() == opened.timestamp() + POLICY.card_seconds
    rows = [row for row in audited(assist.store) if row["action"] == "take_card"]
    whom = f"people/{assist.resets()[0].person_id}"
    assert [(row["actor"], row["target"], row["whom"]) for row in rows] == [(OPERATOR, f"resets/{ready}", whom)] * 2


def test_after_the_window_the_card_is_gone(assist, ready):
    fetch(assist, ready)
    assist.clock.advance(seconds=POLICY.card_seconds)
    assert refused(assist, ready) == (409, "kartu_tidak_tersedia")
    assert len([row for row in audited(assist.store) if row["action"] == "take_card"]) == 1


@pytest.mark.parametrize(("more", "status"), [(-1, 200), (0, 409)])
def test_a_card_never_fetched_is_as_good_as_its_password(assist, ready, more, status):
    assist.clock.advance(seconds=POLICY.assisted_password_days * 86400 + more)
    assert fetch(assist, ready)[0] == status


def test_only_who_asked_takes_it(assist, ready):
    assert refused(assist, ready, KEPALA) == (409, "kartu_tidak_tersedia")
    assert fetch(assist, ready, HELPDESK)[0] == 403


@pytest.mark.parametrize(
    ("state", "word"), [(ResetState.APPROVED, "sesaat lagi"), (ResetState.AWAITING_SECOND, "menunggu persetujuan")]
)
def test_before_the_password_is_set_there_is_no_card_and_nobody_is_sent_to_ask_anew(assist, state, word):
    reset_id = assist.reset(MURID)[1]["id"]
    assist.change(f"resets/{reset_id}", state=state)
    assert refused(assist, reset_id) == (409, "kartu_tidak_tersedia")
    told = fetch(assist, reset_id)[1].decode()
    assert word in told
    assert "ajukan" not in told


def test_the_card_says_until_when_its_password_is_good(assist, ready):
    until = assist.clock.now() + timedelta(days=POLICY.assisted_password_days, hours=7)
    [page] = pages_of(fetch(assist, ready)[1])
    assert f"Pakai sebelum {until:%d-%m-%Y}." in texts(page)


def test_who_has_a_contact_gets_no_card(assist):
    reset_id = assist.reset(GURU)[1]["id"]
    assist.carry_out(reset_id)
    assert refused(assist, reset_id) == (409, "kartu_tidak_tersedia")


@pytest.mark.parametrize(
    "account",
    [{"nonce": None}, {"issue": 3}, {"state": AccountState.SUSPENDED}],
    ids=["the owner has signed in", "another reset came after", "suspended"],
)
def test_a_password_that_is_no_longer_good_is_not_printed(assist, ready, account):
    assist.change(f"accounts/{MURID}", **account)
    assert refused(assist, ready) == (409, "kartu_tidak_tersedia")


@pytest.mark.parametrize("state", [state for state in ResetState if state is not ResetState.DONE])
def test_only_what_was_carried_out_has_a_card(assist, ready, state):
    assist.change(f"resets/{ready}", state=state)
    assert refused(assist, ready) == (409, "kartu_tidak_tersedia")


def test_a_reset_that_changes_under_the_printers_hands_gives_no_card(assist, ready):
    assist.racing.rival = lambda: assist.change(f"resets/{ready}", state=ResetState.CLOSED)
    assert refused(assist, ready) == (409, "kartu_tidak_tersedia")


def test_the_pupil_must_still_be_of_the_school(assist, ready):
    assist.change(f"people/{assist.resets()[0].person_id}", npsn="20100002")
    assert fetch(assist, ready)[0] == 403


def test_an_unknown_card_is_nobodys(assist):
    assert fetch(assist, "f" * 32)[0] == 403


def test_a_pupil_without_a_class_and_with_a_long_name_has_a_card_too(assist):
    nama = "Nur'aini " + "Contohwati " * 7
    assist.put("panjang@sd.belajar.id", "peserta_didik", email_pribadi=None, rombel=None, nama=nama.strip())
    reset_id = assist.reset("panjang@sd.belajar.id")[1]["id"]
    assist.carry_out(reset_id)
    assert fetch(assist, reset_id)[1][:5] == b"%PDF-"
