"""Ministry staff: a code to the official address proves them."""

from functools import partial

import pytest


@pytest.mark.parametrize("email", ["dewi@kemdikbud.go.id", "Dewi@KEMENDIKDASMEN.go.id"])
def test_a_code_to_the_official_address_approves(office, email):
    reply = office.kemdikbud(email_dinas=email)
    assert reply.status == 202
    token = reply.body["id"]
    assert "surel" in reply.body["keterangan"]
    assert office.prove(token).body["keadaan"] == "approved"
    request = office.request(token)
    owner = office.document(f"people/{request.person_id}")
    assert (owner["jenis"], owner["jabatan"], owner["kode_wilayah"]) == ("kemdikbud", "pegawai_kementerian", "00")
    assert (owner["email_pribadi"], owner["nomor_ponsel"]) == (email.lower(), None)


@pytest.mark.parametrize("email", [
    "dewi@gmail.test", "dewi@kemdikbud.go.id.contoh.test", "dewi@xkemdikbud.go.id", "dewi@mail.kemdikbud.go.id",
    "dewi+dua@kemdikbud.go.id", "kemdikbud.go.id", "dewi@dikbud.belajar.id", "dewi@kemdikbud.go.id@contoh.test",
])  # fmt: skip
def test_only_the_ministrys_own_domains_are_official(office, email):
    reply = office.kemdikbud(email_dinas=email)
    assert (reply.status, reply.code) == (422, "isi_tidak_sah")
    assert {error["pointer"] for error in reply.body["errors"]} == {"/email_dinas"}


def test_a_phone_that_no_code_has_proven_never_becomes_the_recovery_phone(office):
    token = office.kemdikbud(nomor_ponsel="081234567890").body["id"]
    office.prove(token)
    request = office.request(token)
    assert (request.phone, request.phone_proven) == ("+6281234567890", False)
    assert office.document(f"people/{request.person_id}")["nomor_ponsel"] is None


def test_one_official_address_proves_one_person(office):
    office.prove(office.kemdikbud().body["id"])
    office.clock.advance(minutes=2)
    other = office.kemdikbud(nik="3204011705700002", nama_lengkap="Orang Lain").body["id"]
    assert office.prove(other).body["alasan"] == "sudah_punya_akun"
    assert len(office.events("account-requested")) == 1


def test_two_people_with_one_official_address_at_the_same_instant_get_one_account(office):
    first = office.kemdikbud().body["id"]
    office.clock.advance(minutes=2)
    second = office.kemdikbud(nik="3204011705700002").body["id"]
    acts = [partial(office.post, f"/{token}/kode", {"kode": office.right(token)}) for token in (first, second)]
    replies = office.gather("official_addresses/", acts)
    assert sorted(reply.body["keadaan"] for reply in replies) == ["approved", "refused"]
    assert len(office.events("account-requested")) == 1


def test_codes_are_counted_by_the_official_address(office):
    assert office.kemdikbud(nomor_ponsel="081234567890").status == 202
    assert office.kemdikbud(nomor_ponsel="081234567891").code == "kode_terlalu_sering"


def test_one_person_may_serve_in_the_ministry_and_in_an_office(office):
    office.issue()
    [first, second] = [office.kemdikbud().body["id"], office.dinas().body["id"]]
    assert office.request(first).person_id != office.request(second).person_id
    assert office.request(first).nik_hash == office.request(second).nik_hash
