"""Requests behind the real framework: what a browser and the form's back end may send, and what the log says of it."""

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from belajar.codes import one_time_code
from belajar.embedded.keys import FileKeys
from belajar.ports import Put
from belajar.rules.referrals import referral_key
from schemas.requests import Referral

SECRET = b"s" * 32
CODE = "3204-7K2M9QXA"
FORM = {
    "tipe_dinas": "kabupaten_kota", "kode_wilayah": "3204", "nama_lengkap": "Rahmat Hidayat",
    "nik": "3204011705700001", "tanggal_lahir": "1970-05-17", "email_pribadi": "rahmat@pejabat.test",
}  # fmt: skip
RINGKAS = json.dumps({**FORM, "jabatan": "penilik", "nomor_ponsel": "081234567891"}).encode()


@pytest.fixture
def dinas(serve, personal):
    personal.person(FORM)
    personal.add("nik", "3204011705700009")
    served = serve("dinas_request")
    now = datetime.now(UTC)
    issued = Referral(
        kode_wilayah="3204", nama_wilayah="Kabupaten Contoh", tipe_dinas="kabupaten_kota", quota={"kepala_dinas": 1},
        used={}, valid_from=now - timedelta(days=1), valid_until=now + timedelta(days=1), issued_by="a", hint="XA",
    )  # fmt: skip
    served.store.commit([Put(f"referrals/{referral_key(SECRET, CODE)}", issued.model_dump())])
    return served


def signed(body: bytes, key: bytes = SECRET) -> dict[str, str]:
    stamp = str(int(time.time()))
    tag = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X_Belajar_Timestamp": stamp, "X_Belajar_Signature": tag}


def test_from_the_form_to_an_approved_request_and_nothing_personal_in_the_log(dinas):
    somebody = {"nik": "3204011705700009", "nomor_ponsel": "081234567890"}
    form = {**FORM, **somebody, "jabatan": "kepala_dinas", "kode_referral": CODE}
    asked = dinas.post("/v1/pengajuan/dinas", form)
    assert asked.status == 202
    token = asked.json()["id"]
    typed = one_time_code(token.partition("-")[0], 1, FileKeys(dinas.folder / "keys"), None)
    assert dinas.post(f"/v1/pengajuan/{token}/kode", {"kode": typed}).json()["keadaan"] == "approved"
    assert dinas.request("GET", f"/v1/pengajuan/{token}").json()["status"] == "Disetujui"
    assert {"code-requested-v1.notify", "account-requested-v1.provision"} <= dinas.messages().keys()
    log = (dinas.folder / "dinas_request.log").read_text()
    assert "dinas_request answered" in log
    assert not any(secret in log for secret in (token, typed, "3204011705700009", "rahmat@", "81234567890", "Rahmat"))


def test_a_signed_form_is_taken_once_and_a_forged_one_never(dinas):
    headers = signed(RINGKAS)
    replies = [dinas.request("POST", "/v1/pengajuan/ringkas/masuk", RINGKAS, **headers) for _ in range(2)]
    assert [reply.status for reply in replies] == [202, 409]
    forged = dinas.request("POST", "/v1/pengajuan/ringkas/masuk", RINGKAS, **signed(RINGKAS, b"guessed"))
    assert (forged.status, forged.json()["code"]) == (401, "tanda_tangan_tidak_sah")


@pytest.mark.parametrize(("body", "status"), [
    (b"", 422), (b"not JSON", 422), (b"[]", 422), (b'{"unknown": 1}', 422), (b"x" * 70_000, 413),
])  # fmt: skip
@pytest.mark.parametrize("path", ["dinas", "ringkas", "kemdikbud"])
def test_bad_bodies_are_refused_and_leave_nothing(dinas, path, body, status):
    before = dinas.documents()
    assert dinas.request("POST", f"/v1/pengajuan/{path}", body).status == status
    assert dinas.documents() == before


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "dinas/kode", 405), ("PUT", "x", 405), ("GET", "x", 404), ("GET", "", 404), ("POST", "x/y", 404),
    ("POST", "%2e%2e/kode", 422), ("GET", "é".encode().hex(), 404),
])  # fmt: skip
def test_paths_that_are_no_routes_are_told_apart(dinas, method, path, status):
    reply = dinas.request(method, f"/v1/pengajuan/{path}", b"{}")
    assert reply.status == status
