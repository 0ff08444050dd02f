"""Asking for a code: the same for every address, counted, and never a read that could tell."""

from datetime import timedelta
from functools import partial

import pytest

from belajar.ports import Merge
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import page_signs
from belajar.rules.throttles import in_words
from tests.unit.functions.reset.conftest import AKUN, NOBODY

VARIES = {"id", "tanda"}


def same_for_all(reply):
    headers = {name: value for name, value in reply.headers.items() if name != "Retry-After"}
    return reply.status, {name: value for name, value in reply.body.items() if name not in VARIES}, headers


def test_a_code_is_asked_of_notify_and_good_for_ten_minutes(desk):
    reply = desk.ask(saluran="email")
    assert reply.status == 202
    reset = desk.reset(reply.body["id"])
    assert (reset.akun, reset.way, reset.state, reset.saluran) == (AKUN, "owner", "awaiting_code", "email")
    assert (reset.codes_sent, reset.attempted, reset.person_id) == (1, 0, None)
    [event] = desk.events("reset-requested")
    assert event == {"reset_id": reset.id, "number": 1, "deadline": "2026-07-13T01:10:00Z"}
    assert reply.body["kode_berlaku_detik"] == 600
    assert reply.body["tanda"] == page_signs(reset.id)


def test_nothing_tells_an_account_from_a_made_up_one(desk):
    replies = [desk.ask(akun) for akun in (AKUN, NOBODY, "a@belajar.id", "x" * 64 + "@dinas.belajar.id")]
    assert [same_for_all(reply) for reply in replies] == [same_for_all(replies[0])] * 4
    assert len({len(str(reply.body)) for reply in replies}) == 1


@pytest.mark.parametrize("akun", [AKUN, NOBODY])
def test_neither_accounts_nor_people_are_read_before_a_code_was_right(desk, akun):
    watched = desk.watched()
    reset_id = desk.ask(akun).body["id"]
    desk.clock.advance(seconds=90)
    desk.again(reset_id)
    desk.verify(reset_id, desk.wrong(reset_id))
    assert watched.read
    assert {path.partition("/")[0] for path in watched.read} <= {"resets", "throttles"}


def test_the_reads_and_writes_are_as_many_for_a_made_up_account(desk):
    watched, counted = desk.watched(), []
    for akun in (AKUN, NOBODY):
        before = len(watched.read)
        reset_id = desk.ask(akun).body["id"]
        desk.verify(reset_id, "000000")
        counted.append(len(watched.read) - before)
    assert counted[0] == counted[1]


@pytest.mark.parametrize("typed", [" Siti.Rahma42@guru.sd.belajar.id ", "SITI.RAHMA42@GURU.SD.BELAJAR.ID"])
def test_case_and_spaces_of_the_address_do_not_matter(desk, typed):
    assert desk.reset(desk.ask(typed).body["id"]).akun == AKUN


@pytest.mark.parametrize("typed", [
    "siti@rumah.test", "siti@belajar.id.rumah.test", "siti@tidakbelajar.id", "siti@guru.sd.belajar.id.",
])  # fmt: skip
def test_a_private_address_is_told_what_to_type_instead(desk, typed):
    reply = desk.ask(typed)
    assert (reply.status, reply.code) == (422, "isi_tidak_sah")
    [wrong] = reply.body["errors"]
    assert (wrong["pointer"], wrong["code"]) == ("/akun", "bukan_akun_belajar")
    assert "operator sekolah" in wrong["detail"]
    assert desk.all("resets") == []


def test_the_advice_leaves_nobody_without_a_way(desk):
    advice = " ".join(desk.ask().body["saran"])
    assert all(word in advice for word in ("spam", "KIRIM ULANG", "Operator sekolah", "Butuh Bantuan"))


@pytest.mark.parametrize("akun", [AKUN, NOBODY])
def test_a_second_code_at_once_is_refused_with_the_wait(desk, akun):
    first = desk.ask(akun, "198.51.100.7")
    early = desk.ask(akun, "198.51.100.7")
    assert (early.status, early.code) == (429, "kode_terlalu_sering")
    wait = int(early.headers["Retry-After"])
    assert in_words(wait) in early.body["detail"]
    assert wait == first.body["kirim_ulang_detik"] >= POLICY.reset_gap.window_seconds
    desk.clock.advance(seconds=wait - 1)
    assert desk.ask(akun, "198.51.100.7").status == 429
    desk.clock.advance(seconds=1)
    assert desk.ask(akun, "198.51.100.7").status == 202


def test_another_origin_is_not_kept_waiting_by_this_one(desk):
    assert [desk.ask(origin=origin).status for origin in ("198.51.100.7", "198.51.100.8")] == [202, 202]


def test_the_fifth_code_of_an_hour_says_how_long_the_next_one_takes(desk):
    replies = []
    for _ in range(5):
        replies.append(desk.ask(origin="198.51.100.7"))
        desk.clock.advance(seconds=90)
    assert [reply.status for reply in replies] == [202] * 5
    assert replies[3].body["kirim_ulang_detik"] <= 90 < replies[4].body["kirim_ulang_detik"]
    late = desk.ask(origin="198.51.100.7")
    assert int(late.headers["Retry-After"]) == replies[4].body["kirim_ulang_detik"] - 90


def test_twenty_five_codes_in_five_minutes_go_out_for_one_origin_whatever_the_accounts(desk):
    statuses = [desk.ask(f"nama{number}@sd.belajar.id", "198.51.100.7").status for number in range(26)]
    assert statuses == [202] * 25 + [429]


def test_of_ten_at_once_one_is_sent(desk):
    replies = desk.gather("throttles/", [partial(desk.ask, AKUN, "198.51.100.7")] * 10)
    assert [reply.status for reply in replies].count(202) == 1
    assert len(desk.events("reset-requested")) == len(desk.all("resets")) == 1


def test_kirim_ulang_makes_the_code_before_worthless(desk):
    reset_id = desk.asked()
    old = desk.right(reset_id)
    desk.clock.advance(seconds=90)
    reply = desk.again(reset_id)
    assert (reply.status, reply.body["id"]) == (202, reset_id)
    assert [event["number"] for event in desk.events("reset-requested")] == [1, 2]
    assert desk.verify(reset_id, old).code == "kode_salah"
    assert desk.verify(reset_id, desk.right(reset_id)).code == "kode_salah", "it has not been sent yet"
    desk.mark(reset_id)
    assert desk.verify(reset_id, desk.right(reset_id)).status == 200


def test_kirim_ulang_counts_with_the_first_code(desk):
    reset_id = desk.ask(origin="198.51.100.7").body["id"]
    early = desk.again(reset_id, "198.51.100.7")
    assert (early.status, early.code) == (429, "kode_terlalu_sering")
    assert desk.reset(reset_id).codes_sent == 1


def test_kirim_ulang_may_change_the_channel_and_keeps_it_otherwise(desk):
    reset_id = desk.ask(saluran="sms").body["id"]
    for more, channel in (({}, "sms"), ({"saluran": "email"}, "email"), ({}, "email")):
        desk.clock.advance(seconds=90)
        assert desk.again(reset_id, **more).status == 202
        assert desk.reset(reset_id).saluran == channel


def test_kirim_ulang_renews_the_time_of_the_code(desk):
    reset_id = desk.asked()
    desk.clock.advance(seconds=700)
    assert desk.verify(reset_id, desk.right(reset_id)).code == "kode_tidak_berlaku"
    desk.again(reset_id)
    desk.mark(reset_id)
    assert desk.verify(reset_id, desk.right(reset_id)).status == 200


def test_a_reset_that_is_past_its_code_gets_no_new_one(desk):
    reset_id, _ = desk.proven()
    assert desk.again(reset_id).code == "kode_tidak_berlaku"
    other = desk.asked()
    for _ in range(5):
        desk.verify(other, desk.wrong(other))
    assert desk.again(other).code == "kode_tidak_berlaku"


def test_no_new_code_goes_out_for_tries_that_were_counted_and_never_closed(desk):
    """A crash between the count of the fifth try and the end of the reset."""
    reset_id = desk.asked()
    entry = {"calls": list("abcde"), "expire_at": desk.clock.now() + timedelta(days=1)}
    desk.store.commit([Merge(f"throttles/reset-tries:{reset_id}", entry)])
    assert desk.again(reset_id).code == "kode_tidak_berlaku"
    assert len(desk.events("reset-requested")) == 1


@pytest.mark.parametrize("way", ["kirim-ulang", "verifikasi", "sandi"])
@pytest.mark.parametrize("reset_id", ["0" * 32, "0" * 31, "x" * 32, "..", "A" * 32])
def test_made_up_ids_are_answered_alike(desk, way, reset_id):
    body = {"kirim-ulang": {}, "verifikasi": {"kode": "000000"}, "sandi": {"token": "0" * 32, "sandi_baru": "x"}}[way]
    reply = desk.send(f"reset/{reset_id}/{way}", body)
    assert (reply.status, reply.code) == (404, "reset_tidak_ditemukan")
    assert "Mulai lagi" in reply.body["detail"]


@pytest.mark.parametrize("changed", [{"way": "assisted", "state": "approved"}, {"way": "assisted"}])
def test_an_assisted_reset_is_not_the_owners_to_continue(desk, changed):
    reset_id, token = desk.proven()
    desk.store.commit([Merge(f"resets/{reset_id}", changed)])
    replies = desk.again(reset_id), desk.verify(reset_id, "000000"), desk.choose(reset_id, token)
    assert {reply.code for reply in replies} == {"reset_tidak_ditemukan"}


def test_a_reset_of_yesterday_is_unknown_though_its_document_is_still_there(desk):
    reset_id = desk.asked()
    desk.clock.advance(days=1)
    assert desk.again(reset_id).code == "reset_tidak_ditemukan"
    assert desk.document(f"resets/{reset_id}") is not None
