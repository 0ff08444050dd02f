"""The status page, and leave to upload a letter."""

import pytest

PDF = {"jenis_berkas": "application/pdf", "ukuran": 1000}


@pytest.fixture
def lettered(office):
    """A request that waits for its letter."""
    token = office.ringkas().body["id"]
    office.prove(token)
    return token


def test_the_status_page_says_what_comes_next(office, lettered):
    reply = office.get(lettered)
    assert (reply.status, reply.body["status"], reply.body["id"]) == (200, "Menunggu Surat", lettered)
    assert "Unggah surat" in reply.body["keterangan"]


def test_a_permit_is_for_one_object_of_this_request_and_this_size(office, lettered):
    permits = [office.post(f"/{lettered}/surat", PDF).body for _ in range(2)]
    nomor = lettered.partition("-")[0]
    assert all(f"/letters/surat/{nomor}/" in permit["alamat"] for permit in permits)
    assert permits[0]["alamat"].partition("?")[0] != permits[1]["alamat"].partition("?")[0]
    assert permits[0]["kepala"]["x-goog-content-length-range"].endswith(",1000")
    assert (permits[0]["metode"], permits[0]["berlaku_detik"]) == ("PUT", 600)


def test_five_permits_a_day_are_given(office, lettered):
    statuses = [office.post(f"/{lettered}/surat", PDF).status for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    office.clock.advance(days=2)
    assert office.post(f"/{lettered}/surat", PDF).status == 200


@pytest.mark.parametrize("body", [
    PDF | {"ukuran": 20 * 1024 * 1024}, PDF | {"ukuran": 0}, PDF | {"jenis_berkas": "text/html"},
])  # fmt: skip
def test_too_large_empty_or_another_kind_is_refused_before_any_upload(office, lettered, body):
    assert office.post(f"/{lettered}/surat", body).code == "isi_tidak_sah"


def test_only_a_request_that_waits_for_a_letter_gets_a_permit(office):
    token = office.ringkas().body["id"]
    reply = office.post(f"/{token}/surat", PDF)
    assert (reply.status, reply.code) == (409, "surat_tidak_diperlukan")
