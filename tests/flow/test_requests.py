"""The three ways to an account outside the schools, from form to mail to a working account."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from schemas import events
from tests.support.applicants import PDF, AtThePages, Someone, assert_served, mails, referral, subjects
from tests.support.staff import put_petugas
from tests.support.ways import REGISTERED, by_staff, decide, register
from tests.support.world import World

People = Callable[[int], Someone]


def only(documents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    [document] = documents.values()
    return document


def in_review(made: World, who: Someone) -> AtThePages:
    """Somebody whom the register does not know, with a letter sent in."""
    page = AtThePages(made, who)
    assert page.submit("ringkas", who.form(jabatan="penilik"))[0] == 202
    assert page.prove()[1]["keadaan"] == "awaiting_letter"
    assert page.upload(PDF).status_code == 200
    made.run()
    assert page.status()["keadaan"] == "in_review"
    return page


def test_an_official_with_a_referral_code(place: World, people: People):
    code, who = referral(place), people(1)
    page = AtThePages(place, who)
    status, body = page.submit("dinas", who.form(kode_referral=code, jabatan="kepala_bidang"))
    assert (status, body["keadaan"]) == (202, "awaiting_code")
    assert page.prove()[1]["keadaan"] == "approved"
    place.settle()
    shown = page.status()
    assert (shown["keadaan"], shown["akun"].partition("@")[2]) == ("done", "dinas.belajar.id")
    request = only(place.documents("requests"))
    assert_served(place, request["person_id"], shown["akun"])
    assert place.workspace_user(shown["akun"])["recoveryPhone"] == who.ponsel
    assert only(place.documents("referrals"))["used"] == {"kepala_bidang": 1}
    assert subjects(place, who.email) == ["Detail Akun Pembelajaran Anda", "Disetujui", "Selesai"]
    page.start_using(shown["akun"], who.email)
    assert only(place.documents("accounts"))["state"] == "active"


def test_whoever_stands_in_the_register_is_approved_at_once_and_only_the_registers_contact_hears(
    place: World, people: People
):
    teacher = register(place)
    who = replace(people(2), nama=teacher.nama, nik=teacher.nik)
    form = who.form(jabatan="pengawas_sekolah", kode_wilayah=teacher.kode_wilayah[:4])
    page = AtThePages(place, who)
    page.submit("ringkas", form)
    assert page.prove()[1]["keadaan"] == "approved"
    place.settle()
    assert page.status()["keadaan"] == "done"
    assert page.status()["akun"] is None, "whoever typed the form is not told the address"
    assert mails(place, who.email) == []
    assert subjects(place, REGISTERED) == ["Detail Akun Pembelajaran Anda", "Disetujui", "Selesai"]
    request = only(place.documents("requests"))
    assert_served(place, request["person_id"], request["address"])
    assert request["matched"] == teacher.sumber_id
    assert place.workspace_user(request["address"])["recoveryPhone"] == "+6281234560077"
    page.start_using(request["address"], REGISTERED)


def test_whom_the_register_does_not_know_sends_a_letter_and_a_reviewer_decides(place: World, people: People):
    put_petugas(place.store)
    who = people(3)
    page = in_review(place, who)
    status, listed = by_staff(place, "GET", "/v1/tinjauan")
    [item] = listed["pengajuan"]
    assert (status, item["nama"], item["surat"]) == (200, who.nama, True)
    status, seen = by_staff(place, "GET", f"/v1/tinjauan/{item['nomor']}")
    assert (status, seen["ponsel_terbukti"]) == (200, True)
    assert place.fetched(seen["alamat_surat"]) == PDF
    assert decide(place, item["nomor"], "setujui")[0] == 200
    place.settle()
    shown = page.status()
    assert shown["keadaan"] == "done"
    request = only(place.documents("requests"))
    assert_served(place, request["person_id"], shown["akun"])
    assert place.workspace_user(shown["akun"])["recoveryPhone"] == who.ponsel
    told = ["Detail Akun Pembelajaran Anda", "Disetujui", "Menunggu Surat", "Sedang Ditinjau", "Selesai"]
    assert subjects(place, who.email) == told
    page.start_using(shown["akun"], who.email)


def test_a_refusal_reaches_the_applicant_with_its_reason_and_the_reviewers_words(place: World, people: People):
    put_petugas(place.store)
    page = in_review(place, people(4))
    nomor = only(place.documents("requests"))["nomor"]
    words = {"alasan": "surat_tidak_sah", "catatan": "Surat belum bertanda tangan."}
    assert decide(place, nomor, "tolak", words)[0] == 200
    place.settle()
    assert page.status()["alasan"] == "surat_tidak_sah"
    letter = mails(place, page.who.email)[-1]
    assert letter.subject.endswith("Ditolak")
    assert "Surat belum bertanda tangan." in letter.text
    assert "tidak dapat kami terima" in letter.text
    assert place.users() == {}


def test_ministry_staff_prove_their_official_address(place: World, people: People):
    who = people(5)
    page = AtThePages(place, who)
    assert page.submit("kemdikbud", who.official())[0] == 202
    assert page.prove()[1]["keadaan"] == "approved"
    place.settle()
    shown = page.status()
    assert (shown["keadaan"], shown["akun"].partition("@")[2]) == ("done", "dikbud.belajar.id")
    request = only(place.documents("requests"))
    assert_served(place, request["person_id"], shown["akun"])
    assert place.texts.texts() == []
    page.start_using(shown["akun"], who.official()["email_dinas"])


@pytest.mark.parametrize("jalur", ["dinas", "kemdikbud"])
def test_who_has_an_account_is_refused_with_the_way_to_reset_it(place: World, people: People, jalur):
    who = people(6)
    forms = {"dinas": lambda: who.form(kode_referral=code, jabatan="kepala_bidang"), "kemdikbud": who.official}
    code = referral(place)
    first = AtThePages(place, who)
    first.submit(jalur, forms[jalur]())
    first.prove()
    place.settle()
    second = AtThePages(place, who)
    second.submit(jalur, forms[jalur]())
    status, shown = second.prove()
    assert (status, shown["keadaan"], shown["alasan"]) == (200, "refused", "sudah_punya_akun")
    assert "Lupa Kata Sandi" in shown["keterangan"]
    place.settle()
    assert len(place.users()) == 1


def test_the_schedule_alone_ends_what_nobody_proved(place: World, people: People):
    who = people(7)
    page = AtThePages(place, who)
    page.submit("kemdikbud", who.official())
    place.clock.advance(days=1, seconds=1)
    place.tick(events.ReviewTicked)
    place.settle()
    assert page.status()["keadaan"] == "expired"
    assert subjects(place, who.official()["email_dinas"]) == ["Kedaluwarsa"], "no code is delivered late"
