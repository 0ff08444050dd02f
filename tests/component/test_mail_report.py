"""Only the relay's own reports are taken, each once."""

import hashlib
import hmac
import json
import time

import pytest

PATH = "/v1/surat/laporan"
KEY = b"s" * 32


@pytest.fixture
def mail_report(serve):
    return serve("mail_report")


def signed(body: bytes, key: bytes = KEY, at: int | None = None) -> dict[str, str]:
    stamp = str(int(time.time()) if at is None else at)
    tag = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X_Belajar_Timestamp": stamp, "X_Belajar_Signature": tag}


def report(number: int, **changes: str) -> bytes:
    return json.dumps({"message_id": f"{number:032x}", "kind": "bounced", "code": "5.1.1"} | changes).encode()


def test_a_signed_report_becomes_one_event_however_often_it_comes(mail_report):
    body = report(1)
    before = mail_report.documents("ledger")
    statuses = {mail_report.request("POST", PATH, body, **signed(body)).status for _ in range(3)}
    assert statuses == {202}
    assert len(mail_report.documents("ledger")) == len(before) + 1
    assert mail_report.messages()["mail-reported-v1.notify"] >= 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(report(2), key=b"another key of somebody"),
        signed(report(2), at=1_600_000_000),
        signed(report(3)),
        signed(report(2)) | {"X_Belajar_Signature": "é"},
    ],
    ids=["none", "other key", "old", "other body", "no hex"],
)
def test_a_report_without_the_relays_signature_is_refused_before_it_is_read(mail_report, headers):
    before = mail_report.documents()
    for body in (report(2), b"not even JSON"):
        reply = mail_report.request("POST", PATH, body, **headers)
        assert (reply.status, reply.json()["code"]) == (401, "tanda_tangan_tidak_sah")
    assert mail_report.documents() == before


@pytest.mark.parametrize("changes", [{"kind": "opened"}, {"message_id": "x"}, {"code": "abc"}, {"alamat": "a"}])
def test_a_signed_report_that_says_nothing_known_is_refused(mail_report, changes):
    body = report(4, **changes)
    before = mail_report.documents()
    reply = mail_report.request("POST", PATH, body, **signed(body))
    assert (reply.status, reply.json()["code"]) == (422, "isi_tidak_sah")
    assert mail_report.documents() == before
