"""The status page, and leave to upload the letter."""

import secrets
from typing import Final

from belajar.decision import Answer, Call, Decision
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from belajar.runtime.throttling import count_exactly, wait_seconds
from functions.dinas_request.deps import Deps
from functions.dinas_request.found import nomor_in, request_in, shown
from schemas.http_requests import SuratRequest, SuratResponse
from schemas.requests import RequestState

LIMITS: Final = {"day": POLICY.upload_permits_per_day}


def pengajuan(_: None, call: Call, deps: Deps) -> Decision:
    """How far the request has come."""
    [found] = deps.store.get(f"requests/{nomor_in(call, deps)}")
    request, _seen = request_in(found)
    return Decision(answer=shown(request, call.now, deps))


def surat(body: SuratRequest, call: Call, deps: Deps) -> Decision:
    """Leave to upload one object of this type and size, under a name of its own: it can be written once."""
    nomor = nomor_in(call, deps)
    path = f"throttles/letter:{nomor}"
    found, throttle = deps.store.get(f"requests/{nomor}", path)
    request, _seen = request_in(found)
    if request.state is not RequestState.AWAITING_LETTER:
        raise ProblemError("surat_tidak_diperlukan", "Pengajuan ini tidak sedang menunggu surat.")
    if wait := wait_seconds(throttle, call.now, LIMITS):
        raise ProblemError("surat_terlalu_sering", "Coba lagi besok.", headers={"Retry-After": str(wait)})
    name = f"surat/{nomor}/{secrets.token_hex(8)}"
    life = POLICY.upload_permit_seconds
    permit = deps.files.permit_upload(deps.letter_bucket, name, body.jenis_berkas, body.ukuran, life)
    response = SuratResponse(metode=permit.method, alamat=permit.url, kepala=dict(permit.headers), berlaku_detik=life)
    return Decision(
        writes=[count_exactly(path, call.now, LIMITS, throttle, {})],
        answer=Answer(200, response.model_dump(mode="json")),
    )
