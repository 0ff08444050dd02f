"""A corrected contact waits so that its owner can object, and a typed one is nobody's way into somebody's account."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from belajar.rules.policy import POLICY
from schemas.documents import AccountState
from schemas.people import Jenis
from schemas.resets import CorrectionState, Perihal, Ticket
from tests.support.staff import audited, put_petugas
from tests.unit.functions.assist.conftest import CO_KAPTEN, GURU, HELPDESK, KAPTEN, KEPALA, MURID, OPERATOR

NEW = {"email_pribadi": "baru@rumah.test"}


@pytest.mark.parametrize("by", [OPERATOR, KEPALA, HELPDESK])
def test_admin_sekolah_and_helpdesk_correct_after_a_waiting_time(assist, by):
    status, body = assist.correct(by=by, email_pribadi=" Baru@Rumah.test ", nomor_ponsel="62812-1111-2222")
    due = assist.clock.now() + timedelta(seconds=POLICY.correction_wait_seconds)
    assert (status, body["keadaan"], body["tiket"]) == (202, "waiting", None)
    [made] = assist.corrections()
    assert (made.id, made.state, made.akun, made.petugas) == (body["id"], CorrectionState.WAITING, GURU, by)
    assert (made.email, made.phone, made.due_at) == ("Baru@rumah.test", "+6281211112222", due)
    assert assist.topics() == ["correction-changed-v1"]
    [row] = audited(assist.store)
    assert (row["action"], row["target"], row["reason"]) == ("correct_contact", f"corrections/{made.id}", "waiting")
    assert row["whom"] == f"people/{made.person_id}"


def test_until_then_nothing_is_changed(assist):
    before = assist.all("people")
    assist.correct(**NEW)
    assert assist.all("people") == before


def test_the_answer_and_the_event_do_not_repeat_the_contact(assist):
    _, body = assist.correct(**NEW)
    assert "baru@rumah.test" not in json.dumps(body)
    assert b"rumah.test" not in assist.bus.messages[0].data


@pytest.mark.parametrize("by", [KAPTEN, CO_KAPTEN])
def test_kapten_tell_the_helpdesk_and_the_ticket_names_no_contact_in_the_clear(assist, by):
    status, body = assist.correct(by=by, nomor_ponsel="0812 1111 2222", **NEW)
    assert (status, body["id"], body["keadaan"]) == (202, None, None)
    [data] = assist.all("tickets")
    ticket = Ticket.model_validate(data)
    assert (ticket.nomor, ticket.perihal, ticket.opened_by) == (body["tiket"], Perihal.KONTAK_USANG, by)
    assert (ticket.akun, ticket.state) == (GURU, "open")
    [row] = audited(assist.store)
    assert (row["target"], row["whom"]) == (f"tickets/{ticket.nomor}", f"people/{ticket.person_id}")
    assert ticket.catatan == "Kontak baru menurut petugas: b***@r***.test, 0812-****-2222"
    assert len(ticket.nomor) == 8
    assert ticket.nomor in body["pesan"]
    assert not any(typed in json.dumps(data, default=str) for typed in ("baru@rumah.test", "81211112222"))
    assert assist.topics() == ["ticket-opened-v1"]
    assert assist.corrections() == []


def test_who_may_not_reset_somebody_may_not_correct_their_contact_either(assist, dinas):
    assist.put("jauh@sd.belajar.id", npsn="20100002")
    for akun in (KEPALA, dinas, "jauh@sd.belajar.id", OPERATOR, "tidak.ada@sd.belajar.id"):
        assert assist.correct(akun, **NEW)[0] == 403
    assert assist.correct("tidak.ada@sd.belajar.id", HELPDESK, **NEW)[1]["code"] == "akun_tidak_ditemukan"
    assert assist.corrections() == audited(assist.store) == []


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"email_pribadi": "bukan alamat"}, [("/email_pribadi", "email")]),
        ({"email_pribadi": "orang@guru.sd.belajar.id"}, [("/email_pribadi", "email")]),
        ({"nomor_ponsel": "021 555 1234"}, [("/nomor_ponsel", "phone")]),
        ({"email_pribadi": "bukan alamat", "nomor_ponsel": "+1 202 555 0101"},
         [("/email_pribadi", "email"), ("/nomor_ponsel", "phone")]),
        ({"email_pribadi": "guru@rumah.test"}, [("/email_pribadi", "unchanged")]),
        ({"email_pribadi": "Operator@Rumah.test"}, [("/email_pribadi", "own_contact")]),
        ({"nomor_ponsel": "0812 9999 8888"}, [("/nomor_ponsel", "own_contact")]),
        ({}, [("/email_pribadi", "missing"), ("/nomor_ponsel", "missing")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_fields_is_told_at_once(assist, typed, wrong):
    assist.put(OPERATOR, Jenis.TENAGA_KEPENDIDIKAN, peran="operator", nomor_ponsel="+6281299998888")
    status, body = assist.correct(**typed)
    assert (status, body["code"]) == (422, "isi_tidak_sah")
    assert [(error["pointer"], error["code"]) for error in body["errors"]] == wrong
    assert assist.corrections() == assist.all("tickets") == audited(assist.store) == []


def test_the_address_a_petugas_signs_in_with_is_their_own_contact_too(assist):
    _, body = assist.correct(by=HELPDESK, email_pribadi=HELPDESK)
    assert body["errors"][0]["code"] == "own_contact"


def test_of_two_contacts_the_one_that_stays_is_left_as_it_is(assist):
    assist.correct(email_pribadi="guru@rumah.test", nomor_ponsel="0812 1111 2222")
    [made] = assist.corrections()
    assert (made.email, made.phone) == (None, "+6281211112222")


def test_a_bounced_address_may_be_typed_again(assist):
    assist.put("mental@sd.belajar.id", contact_bounced=True)
    assert assist.correct("mental@sd.belajar.id", email_pribadi="mental@rumah.test")[0] == 202


def test_one_correction_of_a_person_waits_at_a_time(assist):
    assist.correct(**NEW)
    status, body = assist.correct(by=HELPDESK, email_pribadi="lain@rumah.test")
    assert (status, body["code"]) == (409, "koreksi_masih_menunggu")
    assert len(assist.corrections()) == 1


def test_the_petugas_reads_when_it_takes_effect_also_who_comes_second(assist):
    due = assist.clock.now() + timedelta(seconds=POLICY.correction_wait_seconds, hours=7)
    answers = [assist.correct(nomor_ponsel=f"08129999000{number}")[1] for number in (1, 2)]
    for told in (answers[0]["pesan"], answers[1]["detail"]):
        assert f"{due:%d-%m-%Y %H:%M} WIB" in told


def test_of_two_petugas_at_the_same_moment_one_corrects(assist):
    assist.racing.rival = lambda: assist.correct(by=KEPALA, email_pribadi="lain@rumah.test")
    assert assist.correct(**NEW)[1]["code"] == "koreksi_masih_menunggu"
    assert [made.petugas for made in assist.corrections()] == [KEPALA]


def test_of_parallel_corrections_one_waits(assist):
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda n: assist.correct(by=(OPERATOR, KEPALA)[n % 2], **NEW)[0], range(8)))
    assert told.count(202) == len(assist.corrections()) == 1
    assert assist.topics() == ["correction-changed-v1"]


@pytest.mark.parametrize("state", [state for state in CorrectionState if state is not CorrectionState.WAITING])
def test_when_it_is_settled_there_may_be_another(assist, state):
    assist.correct(**NEW)
    assist.change(f"corrections/{assist.corrections()[0].id}", state=state)
    assert assist.correct(email_pribadi="lain@rumah.test")[0] == 202


def test_two_people_of_a_school_do_not_stand_in_each_others_way(assist):
    assert assist.correct(**NEW)[0] == assist.correct(MURID, **NEW)[0] == 202


def test_a_petugas_corrects_so_many_a_day(assist, tomorrow):
    for number in range(POLICY.corrections_per_day.count):
        assist.put(f"orang{number}@sd.belajar.id")
        assert assist.correct(f"orang{number}@sd.belajar.id", **NEW)[0] == 202
    status, text, headers = assist.send(
        "POST", "/v1/kontak/koreksi", {"akun": GURU, "alasan": "Nomor sudah lama.", **NEW}, OPERATOR
    )
    assert (status, json.loads(text)["code"]) == (429, "terlalu_banyak_percobaan")
    assert 0 < int(headers["Retry-After"]) <= tomorrow.total_seconds() * 7 / 6
    assert assist.correct(by=KEPALA, **NEW)[0] == 202
    assist.clock.advance(seconds=int(headers["Retry-After"]))
    assert assist.correct(MURID, **NEW)[0] == 202


def test_the_contact_of_a_frozen_account_is_the_helpdesks_business(assist):
    frozen = {"state": AccountState.SUSPENDED, "frozen_at": assist.clock.now()}
    assist.put("beku@sd.belajar.id", held=frozen)
    assert assist.correct("beku@sd.belajar.id", **NEW)[1]["code"] == "akun_tidak_dapat_direset"
    assert assist.correct("beku@sd.belajar.id", HELPDESK, **NEW)[0] == 202


def test_an_account_the_owner_has_left_is_no_way_around_a_frozen_one(assist):
    old = assist.put("lama@sd.belajar.id")
    assist.change(f"people/{old.sumber_id}", address="baru@smp.belajar.id")
    assert assist.correct("lama@sd.belajar.id", **NEW)[1]["code"] == "akun_tidak_dapat_direset"


def test_the_contact_of_an_account_that_is_not_made_yet_can_be_corrected(assist):
    assist.put("nanti@sd.belajar.id", held={"state": AccountState.RESERVED}, email_pribadi=None)
    assert assist.correct("nanti@sd.belajar.id", **NEW)[0] == 202


def test_correcting_and_resetting_do_not_give_an_account_away(assist):
    """An operator who corrects a teacher's contact waits, and then needs somebody who has not touched it."""
    assist.correct(email_pribadi="teman.operator@rumah.test")
    assert assist.reset()[1]["kontak"]["email"] == "g***@r***.test", "the password still goes to the old contact"
    assist.apply_correction()
    _, body = assist.reset()
    assert body["keadaan"] == "awaiting_second"
    assert assist.approve(body["id"], OPERATOR)[0] == 403


def test_a_petugas_who_is_in_the_scope_of_others_is_corrected_by_the_helpdesk_only(assist):
    put_petugas(assist.store, GURU, roles={"kapten": "33"})
    assert assist.correct(**NEW)[0] == 403
    assert assist.correct(by=HELPDESK, **NEW)[0] == 202
