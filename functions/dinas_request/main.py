"""Requests for accounts outside the schools: by referral code, by the ringkas form, by an official address.

Consumes: the routes below. Publishes: code requested, account requested and request changed (belajar.approvals),
referral locked. Touches: requests, request_locks, official_addresses, referrals, people, throttles; letters (permits).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.http import HttpFunction, Route
from belajar.runtime.settings import settings
from functions.dinas_request.code import kirim_ulang, kode
from functions.dinas_request.deps import Deps
from functions.dinas_request.kemdikbud import pengajuan_kemdikbud
from functions.dinas_request.pejabat import pengajuan_dinas
from functions.dinas_request.ringkas import pengajuan_ringkas, pengajuan_ringkas_masuk, verify
from functions.dinas_request.status import pengajuan, surat
from schemas.http_requests import KemdikbudRequest, KodeRequest, PejabatRequest, RingkasRequest, SuratRequest


def _deps() -> Deps:
    return Deps(
        wiring.store(),
        wiring.keys(),
        wiring.files(),
        wiring.clock(),
        wiring.peppers(),
        wiring.ringkas_keys(),
        settings().letter_bucket,
    )


ROUTES = [
    Route("POST", "/v1/pengajuan/dinas", PejabatRequest, pengajuan_dinas),
    Route("POST", "/v1/pengajuan/ringkas", RingkasRequest, pengajuan_ringkas),
    Route("POST", "/v1/pengajuan/ringkas/masuk", RingkasRequest, pengajuan_ringkas_masuk, verify),
    Route("POST", "/v1/pengajuan/kemdikbud", KemdikbudRequest, pengajuan_kemdikbud),
    Route("GET", "/v1/pengajuan/{id}", None, pengajuan),
    Route("POST", "/v1/pengajuan/{id}/kode", KodeRequest, kode),
    Route("POST", "/v1/pengajuan/{id}/kirim-ulang", None, kirim_ulang),
    Route("POST", "/v1/pengajuan/{id}/surat", SuratRequest, surat),
]
FUNCTION = HttpFunction("dinas_request", ROUTES, wiring.runtime, _deps)


@functions_framework.http
def dinas_request(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
