"""One real request per function that ends in an answer whatever is stored: what a fresh instance is asked first."""

import base64
import json
import random
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from belajar.runtime.outgoing import make_message
from bench.servers import HttpRequest
from bench.surroundings import Surroundings
from devstack.host.environment import PROJECT
from schemas import events

JSON: Final = {"Content-Type": "application/json"}


def check_of_a_stranger(_: Surroundings) -> tuple[HttpRequest, int]:
    """A look-up that misses: the entry and the throttles are read, two attempts are counted."""
    form = {
        "nama_lengkap": f"Tidak Terdaftar {uuid.uuid4().hex[:8]}",
        "nama_ibu_kandung": "Tidak Dikenal",
        "tipe_pengguna": "peserta_didik",
        "tanggal_lahir": "2014-05-17",
        "npsn": "69999999",
    }
    return HttpRequest("/v1/akun/periksa", json.dumps(form).encode(), JSON | {"X-Forwarded-For": "198.51.100.7"}), 404


def signed_report(around: Surroundings) -> tuple[HttpRequest, int]:
    """A report of the mail relay: one ledger entry, one event."""
    body = json.dumps({"message_id": uuid.uuid4().hex, "kind": "delivered"}).encode()
    moment = str(int(time.time()))
    signature = sign(around.secrets.newest_report_key(), moment, body)
    headers = JSON | {TIMESTAMP_HEADER: moment, SIGNATURE_HEADER: signature}
    return HttpRequest("/v1/surat/laporan", body, headers), 202


def wrong_referral_code(_: Surroundings) -> tuple[HttpRequest, int]:
    """A form with a code that nobody has: read, counted, refused."""
    form = {
        "kode_referral": "3204-00000000",
        "tipe_dinas": "kabupaten_kota",
        "kode_wilayah": str(random.randrange(1101, 9799)),
        "jabatan": "kepala_dinas",
        "nama_lengkap": "Contoh Pejabat",
        "nik": "3204010101800001",
        "tanggal_lahir": "1980-01-01",
        "email_pribadi": "contoh.pejabat@contoh.test",
        "nomor_ponsel": "081255500001",
    }
    return HttpRequest("/v1/pengajuan/dinas", json.dumps(form).encode(), JSON | _origin()), 422


def stranger_decides(_: Surroundings) -> tuple[HttpRequest, int]:
    """A reviewer's act without a token."""
    return HttpRequest("/v1/tinjauan/0123456789abcdef/setujui", b"{}", JSON), 401


def code_of_no_reset(_: Surroundings) -> tuple[HttpRequest, int]:
    """A one-time code for a reset that nobody has asked for: read and refused."""
    return HttpRequest(f"/v1/reset/{uuid.uuid4().hex}/verifikasi", b'{"kode": "123456"}', JSON | _origin()), 404


def stranger_helps(_: Surroundings) -> tuple[HttpRequest, int]:
    """An assisted reset without a token."""
    return HttpRequest("/v1/reset/bantuan/0123456789abcdef0123456789abcdef/setujui", b"{}", JSON), 401


def stranger_downloads(_: Surroundings) -> tuple[HttpRequest, int]:
    """A school's cards without a token."""
    return HttpRequest("/v1/sekolah/69999999/akun.pdf?jenis=peserta_didik", b"", method="GET"), 401


def push_of(event: events.Event) -> HttpRequest:
    """A push of Pub/Sub with an event never seen before."""
    at = datetime.now(UTC)
    message = make_message(event, uuid.uuid4().hex, correlation_id="bench", causation_id="", source="bench", at=at)
    body = {
        "message": {
            "attributes": dict(message.attributes),
            "data": base64.b64encode(message.data).decode(),
            "messageId": "1",
            "publishTime": at.isoformat(),
        },
        "subscription": f"projects/{PROJECT}/subscriptions/bench",
    }
    return HttpRequest(f"/projects/{PROJECT}/topics/{message.topic}", json.dumps(body).encode(), JSON)


def _origin() -> dict[str, str]:
    return {"X-Forwarded-For": f"198.51.100.{random.randrange(1, 254)}"}


def _pushed(make: Callable[[str], events.Event]) -> Callable[[Surroundings], tuple[HttpRequest, int]]:
    return lambda _: (push_of(make(str(uuid.uuid4()))), 204)


FIRST: Final[Mapping[str, Callable[[Surroundings], tuple[HttpRequest, int]]]] = {
    "lookup": check_of_a_stranger,
    "mail_report": signed_report,
    "roster": _pushed(lambda some: events.RosterScanned(import_id=some.replace("-", ""), offset=0, line=2, chunks=0)),
    "provision": _pushed(lambda some: events.AccountRequested(person_id=some, import_id=some.replace("-", ""))),
    "notify": _pushed(lambda some: events.AccountCreated(person_id=some, address="tidak.ada1@guru.sd.belajar.id")),
    "sync": _pushed(lambda _: events.SyncTicked()),
    "sweeper": _pushed(lambda _: events.SweeperTicked()),
    "dinas_request": wrong_referral_code,
    "dinas_progress": _pushed(
        lambda some: events.AccountCreated(person_id=some, address="tidak.ada1@dinas.belajar.id")
    ),
    "review": stranger_decides,
    "reminders": _pushed(lambda _: events.ReviewTicked()),
    "reset": code_of_no_reset,
    "assist": stranger_helps,
    "download": stranger_downloads,
    "workspace_update": _pushed(lambda some: events.ResetApproved(reset_id=some.replace("-", ""))),
    "corrections": _pushed(lambda _: events.CorrectionTicked()),
}
"""By function: the request and the status it must get."""
