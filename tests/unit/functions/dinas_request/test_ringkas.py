"""Pengawas sekolah, penilik, pamong belajar: the register vouches, or a letter does; and the signed form."""

import json
from dataclasses import replace

import pytest

from belajar.ports import Put
from schemas.requests import RequestState

SCHOOL_PERSON = "11111111-2222-4333-8444-555555555555"


def test_who_stands_in_the_register_is_approved_and_reached_at_the_registers_contacts_only(office):
    office.register()
    token = office.ringkas().body["id"]
    reply = office.prove(token)
    assert reply.body["keadaan"] == "approved"
    assert reply.body["kontak"] == {"email": "g***@r***.test", "ponsel": None}
    request = office.request(token)
    assert (request.matched, request.email, request.phone_proven) == (SCHOOL_PERSON, "guru@rumah.test", False)
    owner = office.document(f"people/{request.person_id}")
    assert (owner["email_pribadi"], owner["nomor_ponsel"]) == ("guru@rumah.test", "+6281111110000")
    assert "rahmat@pejabat.test" not in str(office.all("requests")) + str(office.all("people"))


def test_nothing_of_the_register_is_looked_at_before_the_phone_is_proven(office):
    office.register()
    reply = office.ringkas()
    assert reply.body["keadaan"] == "awaiting_code"
    assert reply.body["kontak"]["email"] == "ra***@p***.test"
    assert office.events("account-requested") == []


def test_the_status_page_does_not_show_the_address_of_whom_the_register_vouched_for(office):
    office.register()
    token = office.ringkas().body["id"]
    office.prove(token)
    done = office.request(token).model_copy(update={"state": RequestState.DONE, "address": "r.h1@dinas.belajar.id"})
    office.store.commit([Put(f"requests/{done.nomor}", done.model_dump())])
    assert (office.get(token).body["keadaan"], office.get(token).body["akun"]) == ("done", None)


def test_a_provincial_office_is_matched_by_province(office):
    office.register(kode_wilayah="327301")
    token = office.ringkas(tipe_dinas="provinsi", kode_wilayah="32").body["id"]
    assert office.prove(token).body["keadaan"] == "approved"


def test_the_register_vouches_also_for_whom_it_knows_by_an_older_pepper(office):
    office.register()
    office.serve(replace(office.deps, peppers=(b"n" * 32, b"p" * 32)))
    token = office.ringkas().body["id"]
    assert office.prove(token).body["keadaan"] == "approved"


@pytest.mark.parametrize("changed", [
    {"kode_wilayah": "327301"}, {"nama": "Rahmat Hidayatullah"}, {"nik_hash": "0" * 64}, {"jenis": "peserta_didik"},
    {"email_pribadi": None}, {"contact_bounced": True}, {"jenis": "dinas"},
])  # fmt: skip
def test_without_a_witness_in_the_register_a_letter_is_asked_for(office, changed):
    office.register(**changed)
    token = office.ringkas().body["id"]
    assert office.prove(token).body["keadaan"] == "awaiting_letter"
    request = office.request(token)
    assert (request.email, request.phone_proven, request.matched) == ("rahmat@pejabat.test", True, None)
    assert office.events("request-changed") == [{"nomor": request.nomor, "state": "awaiting_letter"}]
    assert office.events("account-requested") == []
    assert office.document(f"request_locks/{request.nik_hash}") == {"nomor": request.nomor}


@pytest.mark.parametrize("form", [
    {"jabatan": "kepala_dinas"}, {"tipe_dinas": "provinsi"}, {"kode_wilayah": "32"},
])  # fmt: skip
def test_an_office_that_does_not_come_this_way_or_a_region_that_does_not_fit_is_a_wrong_field(office, form):
    assert office.ringkas(**form).code == "isi_tidak_sah"


def test_a_signed_form_is_decided_at_once_and_its_phone_stays_unproven(office):
    reply = office.signed()
    assert (reply.status, reply.body["keadaan"]) == (202, "awaiting_letter")
    request = office.request(reply.body["id"])
    assert (request.phone_proven, request.codes_sent) == (False, 0)
    assert office.events("code-requested") == []


def test_a_signed_form_of_somebody_in_the_register_is_approved_at_once(office):
    office.register()
    reply = office.signed()
    assert reply.body["keadaan"] == "approved"
    assert len(office.events("account-requested")) == 1


def test_a_replayed_body_is_refused_and_changes_nothing(office):
    body = json.dumps(office.form(jabatan="penilik")).encode()
    headers = office.signature(body)
    first, second = (office.send("POST", "/ringkas/masuk", body, headers=headers) for _ in range(2))
    assert (first.status, second.status, second.code) == (202, 409, "kiriman_sudah_diterima")
    assert "id" not in second.body
    assert len(office.all("requests")) == 1


@pytest.mark.parametrize("forged", [{"key": b"guessed"}, {"age": 301}, {"age": -301}])
def test_a_forged_or_stale_signature_is_refused_before_anything_is_read(office, forged):
    reply = office.signed(**forged)
    assert (reply.status, reply.code) == (401, "tanda_tangan_tidak_sah")
    assert office.all("requests") == []


def test_an_unsigned_body_is_never_taken_as_signed(office):
    reply = office.post("/ringkas/masuk", {"anything": 1})
    assert (reply.status, reply.code) == (401, "tanda_tangan_tidak_sah")


def test_a_signature_on_the_open_way_changes_nothing(office):
    body = json.dumps(office.form(jabatan="penilik")).encode()
    reply = office.send("POST", "/ringkas", body, headers=office.signature(body))
    assert reply.body["keadaan"] == "awaiting_code"


def test_a_signed_form_of_somebody_with_an_open_request_is_told_so(office):
    office.signed()
    office.clock.advance(seconds=1)
    assert office.signed().code == "pengajuan_masih_berjalan"
    assert len(office.all("requests")) == 1
