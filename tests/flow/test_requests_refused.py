"""What must not work at the forms, and is said clearly: wrong referral codes, forged bodies, wrong codes, letters."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from belajar.ports import Merge
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from devstack.cli.referral_codes import revoke_all
from schemas import events
from tests.support.applicants import PDF, AtThePages, Someone, assert_served, assert_tidy, referral, subjects
from tests.support.staff import REVIEWER, put_petugas
from tests.support.ways import REGISTERED, decide, register
from tests.support.world import World
from tests.support.worlds.inside import OPERATIONS, RINGKAS_KEYS

People = Callable[[int], Someone]
MASUK = "/v1/pengajuan/ringkas/masuk"


def claim(made: World, who: Someone, code: str, origin: str = "198.51.100.7", **changed: Any):
    form = who.form(kode_referral=code, jabatan="kepala_bidang") | changed
    return made.post("/v1/pengajuan/dinas", form, origin)


def wrong_claims(made: World, people: People) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every reason why a code is not taken: its name, and the fields of a claim."""
    good = referral(made)
    path = next(iter(made.documents("referrals")))
    yield "wrong", {"code": f"{good[:-1]}{'0' if good[-1] != '0' else '1'}"}
    yield "unknown", {"code": "3204-00000000"}
    yield "no code at all", {"code": "apa saja"}
    yield "other region", {"code": good, "kode_wilayah": "3205"}
    yield "other tipe", {"code": good, "tipe_dinas": "provinsi"}
    yield "office without a quota", {"code": good, "jabatan": "kepala_dinas"}
    for name, fields in {
        "not yet valid": {"valid_from": made.clock.now() + timedelta(days=1)},
        "expired": {"valid_from": made.clock.now(), "valid_until": made.clock.now()},
        "locked": {"valid_until": made.clock.now() + timedelta(days=9), "locked_at": made.clock.now()},
        "quota used": {"locked_at": None, "used": {"kepala_bidang": 5}},
    }.items():
        made.store.commit([Merge(f"referrals/{path}", fields)])
        yield name, {"code": good}
    made.store.commit([Merge(f"referrals/{path}", {"used": {"kepala_bidang": 0}})])
    assert claim(made, people(30), good, "192.0.2.200")[0] == 202, "all of it was about the code"
    revoke_all(made.store, "3204", made.clock.now())
    yield "revoked", {"code": good}


def test_whatever_is_wrong_with_a_referral_code_the_answer_and_the_work_are_the_same(place: World, people: People):
    answers, costs, who = {}, {}, people(31)
    claim(place, who, "hangat", "192.0.2.99")
    claim(place, who, "hangat", "192.0.2.99", kode_wilayah="3205")
    for number, (name, fields) in enumerate(wrong_claims(place, people)):
        before = place.store.counts.copy()
        answers[name] = claim(place, who, origin=f"192.0.2.{number}", **fields)
        costs[name] = dict(place.store.counts - before)
    assert len(answers) == 11
    first = answers["wrong"]
    assert {name for name, answer in answers.items() if answer != first} == set()
    assert {name for name, cost in costs.items() if cost != costs["wrong"]} == set()
    status, problem, _ = first
    assert (status, problem["code"]) == (422, "kode_referral_tidak_sesuai")
    assert problem["title"].startswith("Maaf, kode referral Anda tidak sesuai dengan Data Dinas yang Anda masukkan")
    assert problem["detail"].startswith("Periksa kembali Kode Referral dalam Surat Edaran yang Anda terima")


def test_who_fails_five_times_waits_and_a_region_under_attack_is_locked_for_a_day(place: World, people: People):
    put_petugas(place.store)
    code, who = referral(place), people(32)
    for _ in range(5):
        assert claim(place, who, "3204-00000000")[0] == 422
    assert claim(place, who, code)[0] == 429, "also with the right code"
    for number in range(15):
        assert claim(place, who, "3204-00000000", f"192.0.2.{number // 4}")[0] == 422
    place.run()
    assert {mail.recipient for mail in place.inbox.mails()} == {REVIEWER, OPERATIONS}
    wrong = claim(place, who, "3204-00000000", "203.0.113.7")
    assert claim(place, who, code, "203.0.113.7") == wrong, "the right code looks like a wrong one"
    place.clock.advance(days=1, seconds=1)
    assert claim(place, who, code)[0] == 202


def test_of_fifty_at_once_on_the_last_place_of_a_code_one_gets_the_account(place: World, people: People):
    code = referral(place, kepala_bidang=1)
    pages = [AtThePages(place, people(100 + number)) for number in range(50)]
    for number, page in enumerate(pages):
        status, body, _ = claim(place, page.who, code, f"192.0.2.{number}")
        assert status == 202
        page.token = body["id"]
    place.run()
    start = threading.Barrier(len(pages))

    def prove(page: AtThePages) -> str:
        typed, status = page.codes()[0], 503
        start.wait(30)
        while status == 503:
            status, _ = page.type_in(typed)
        return str(page.status()["alasan"] or page.status()["keadaan"])

    with ThreadPoolExecutor(len(pages)) as pool:
        outcomes = Counter(pool.map(prove, pages))
    assert outcomes == {"approved": 1, "kuota_habis": 49}
    place.settle()
    assert len(place.users()) == 1
    [used] = [each["used"] for each in place.documents("referrals").values()]
    assert used == {"kepala_bidang": 1}
    assert_tidy(place)


def sealed(made: World, body: bytes, key: bytes = RINGKAS_KEYS[0], age: int = 0) -> dict[str, str]:
    timestamp = str(int(made.clock.now().timestamp()) - age)
    return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: sign(key, timestamp, body)}


def hand_in(made: World, body: bytes, headers: dict[str, str]):
    return made.ask("POST", MASUK, body, headers)[:2]


def test_the_forms_back_end_hands_in_under_either_key_and_a_typed_phone_stays_unproven(place: World, people: People):
    put_petugas(place.store)
    who = people(33)
    body = json.dumps(who.form(jabatan="pamong_belajar")).encode()
    status, shown = hand_in(place, body, sealed(place, body, RINGKAS_KEYS[1]))
    assert (status, shown["keadaan"]) == (202, "awaiting_letter")
    page = AtThePages(place, who, shown["id"])
    page.upload(PDF)
    place.run()
    decide(place, shown["id"].partition("-")[0], "setujui")
    place.settle()
    address = page.status()["akun"]
    assert_served(place, next(iter(place.users().values())), address)
    assert "recoveryPhone" not in place.workspace_user(address)
    assert place.texts.texts() == [], "no code is asked"


def test_a_signed_form_of_somebody_in_the_register_is_approved_in_one_breath(place: World, people: People):
    known = register(place)
    typed = people(34).form(nama_lengkap=known.nama, nik=known.nik, kode_wilayah=known.kode_wilayah[:4])
    body = json.dumps(typed | {"jabatan": "penilik"}).encode()
    status, shown = hand_in(place, body, sealed(place, body))
    assert (status, shown["keadaan"]) == (202, "approved")
    place.settle()
    assert {mail.recipient for mail in place.inbox.mails()} == {REGISTERED}


def test_a_replayed_body_is_refused_and_makes_nothing(place: World, people: People):
    body = json.dumps(people(35).form(jabatan="penilik")).encode()
    headers = sealed(place, body)
    assert hand_in(place, body, headers)[0] == 202
    before = place.documents("requests")
    status, problem = hand_in(place, body, headers)
    assert (status, problem["code"]) == (409, "kiriman_sudah_diterima")
    assert place.documents("requests") == before


def test_a_forged_signature_is_refused_and_reads_nothing(place: World, people: People):
    body = json.dumps(people(36).form(jabatan="penilik")).encode()
    other = json.dumps(people(37).form(jabatan="penilik")).encode()
    before = place.store.counts.copy()
    for headers in (
        sealed(place, body, b"x" * 32),
        sealed(place, other),
        sealed(place, body, age=301),
        sealed(place, body, age=-301),
        sealed(place, body) | {SIGNATURE_HEADER: ""},
        {},
    ):
        status, problem = hand_in(place, body, headers)
        assert (status, problem["code"]) == (401, "tanda_tangan_tidak_sah")
    assert place.store.counts == before


def waiting_for_a_letter(made: World, who: Someone) -> AtThePages:
    page = AtThePages(made, who)
    page.submit("ringkas", who.form(jabatan="penilik"))
    assert page.prove()[1]["keadaan"] == "awaiting_letter"
    return page


PNG_PAGE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR<html><script>alert(1)</script></html>"
FALSE_LETTERS = {
    "a script called a PDF": b"#!/bin/sh\nrm -rf /\n",
    "a page with the head of a PNG": PNG_PAGE,
    "a PDF without an end": PDF[:40],
    "a program": b"MZ\x90\x00" + bytes(200),
}


@pytest.mark.parametrize("data", FALSE_LETTERS.values(), ids=FALSE_LETTERS.keys())
def test_what_is_no_letter_is_refused_with_a_sentence_and_a_good_one_may_follow(place: World, people: People, data):
    page = waiting_for_a_letter(place, people(38))
    assert page.upload(data).status_code == 200
    place.run()
    shown = page.status()
    assert (shown["keadaan"], "PDF, JPEG, atau PNG" in shown["catatan"]) == ("awaiting_letter", True)
    assert subjects(place, page.who.email) == ["Menunggu Surat", "Menunggu Surat"], "the applicant hears of it"
    assert page.upload(PDF).status_code == 200
    place.run()
    assert (page.status()["keadaan"], page.status()["catatan"]) == ("in_review", None)


def test_a_letter_of_twenty_megabytes_is_refused_at_every_door(place: World, people: People):
    page = waiting_for_a_letter(place, people(39))
    huge = PDF[:-6] + b"\n" * 20 * 1024**2 + PDF[-6:]
    asked = {"jenis_berkas": "application/pdf", "ukuran": len(huge)}
    status, problem, _ = place.post(f"/v1/pengajuan/{page.token}/surat", asked)
    assert (status, problem["errors"][0]["pointer"]) == (422, "/ukuran")
    sent = page.upload(huge, size=1000)
    assert (sent.status_code, "EntityTooLarge" in sent.text) == (400, True)
    nomor = page.token.partition("-")[0]
    name = f"surat/{nomor}/{'0' * 16}"
    place.files.write("letters", name, huge)
    found = place.files.stat("letters", name)
    assert found
    place.arrived("letters", name, found.generation)
    place.run()
    shown = page.status()
    assert (shown["keadaan"], "paling besar 5 MB" in shown["catatan"]) == ("awaiting_letter", True)


def test_a_code_that_is_sent_late_is_dropped_and_a_new_one_helps(place: World, people: People):
    page = AtThePages(place, people(40))
    page.submit("ringkas", page.who.form(jabatan="penilik"))
    place.clock.advance(minutes=10)
    place.run()
    assert place.texts.texts() == []
    [record] = place.documents("messages").values()
    assert (record["state"], record["reason"]) == ("failed", "code_expired")
    place.ask("POST", f"/v1/pengajuan/{page.token}/kirim-ulang")
    assert page.prove()[1]["keadaan"] == "awaiting_letter"


def test_after_five_wrong_codes_the_right_one_is_refused(place: World, people: People):
    page = AtThePages(place, people(41))
    page.submit("ringkas", page.who.form(jabatan="penilik"))
    place.run()
    [right] = page.codes()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert [page.type_in(wrong)[1]["code"] for _ in range(5)] == ["kode_salah"] * 5
    status, problem = page.type_in(right)
    assert (status, problem["code"]) == (409, "kode_tidak_berlaku")
    assert page.status()["alasan"] == "kode_salah"
    place.run()
    assert subjects(place, page.who.email) == ["Ditolak"]


def test_a_code_is_good_once(place: World, people: People):
    page = waiting_for_a_letter(place, people(42))
    status, problem = page.type_in(page.codes()[0])
    assert (status, problem["code"]) == (409, "kode_tidak_berlaku")


def test_a_second_request_of_a_person_waits_for_the_first(place: World, people: People):
    who = people(43)
    waiting_for_a_letter(place, who)
    place.clock.advance(minutes=2)  # codes to one phone keep their distance
    second = AtThePages(place, who)
    assert second.submit("ringkas", who.form(jabatan="penilik"))[0] == 202
    place.run()
    status, problem = second.type_in(second.codes()[0])
    assert (status, problem["code"]) == (409, "pengajuan_masih_berjalan")
    place.clock.advance(days=31)
    place.tick(events.ReviewTicked)
    place.run()
    third = AtThePages(place, who)
    third.submit("ringkas", who.form(jabatan="penilik"))
    assert third.prove()[1]["keadaan"] == "awaiting_letter", "the first has ended"


def test_who_only_waits_for_a_letter_does_not_keep_an_approved_owner_out(place: World, people: People):
    """Anybody who knows a NIK gets as far as the letter with a phone of their own."""
    who = people(44)
    squatter = waiting_for_a_letter(place, who)
    owner = AtThePages(place, who)
    assert owner.submit("kemdikbud", who.official())[0] == 202
    assert owner.prove()[1]["keadaan"] == "approved"
    place.run()
    assert squatter.status()["keadaan"] == "expired"
    assert owner.status()["keadaan"] == "done"
