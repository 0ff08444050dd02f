"""The one-time code: typed in, counted before it is compared, good once; and KIRIM ULANG."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from belajar.approvals import moved
from belajar.codes import code_key_version, one_time_code
from belajar.decision import Call, Decision
from belajar.ports import MISSING, Merge, Put, Snapshot
from belajar.rules.otp import expired, same
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from functions.dinas_request.deps import Deps
from functions.dinas_request.found import nomor_in, request_in, shown
from functions.dinas_request.proof import concluded
from functions.dinas_request.sending import code_event, sending
from schemas.http_requests import KodeRequest
from schemas.requests import Alasan, Jalur, Request, RequestState

TRIES_LIFE: Final = timedelta(days=2)
"""Longer than a request may wait for its code."""


def kode(body: KodeRequest, call: Call, deps: Deps) -> Decision:
    """Count the try, then compare. A run again of the same call has been counted already.

    Tries have a document of their own: a crowd of wrong ones never stands in the way of the right one's commit.
    """
    nomor = nomor_in(call, deps)
    path = f"throttles/code-tries:{nomor}"
    found, tries = deps.store.get(f"requests/{nomor}", path)
    request, seen = request_in(found)
    calls: list[str] = tries.data["calls"] if tries else []
    _refuse_if_over(request, [each for each in calls if each != call.id], call)
    right = same(one_time_code(nomor, request.codes_sent, deps.keys, request.code_key_version), body.kode)
    if call.id in calls:
        return _compared(request, seen, calls, call, deps, right=right)
    counted = [*calls, call.id]
    entry = {"calls": counted, "expire_at": call.now + TRIES_LIFE}
    return Decision(
        writes=[Put(path, entry, expect=tries.version if tries else MISSING)],
        then=lambda _: _compared(request, seen, counted, call, deps, right=right),
    )


def _refuse_if_over(request: Request, earlier: Sequence[str], call: Call) -> None:
    if request.state is not RequestState.AWAITING_CODE:
        raise ProblemError(
            "kode_tidak_berlaku",
            "Kode ini sudah dipakai atau pengajuan sudah ditutup. Lihat halaman status pengajuan Anda.",
        )
    if len(earlier) >= POLICY.wrong_codes:
        raise ProblemError("kode_tidak_berlaku", "Kesempatan mencoba sudah habis. Silakan ajukan kembali.")
    if expired(request.code_sent_at, call.now):
        raise ProblemError("kode_tidak_berlaku", "Kode sudah tidak berlaku. Tekan KIRIM ULANG untuk kode baru.")


def _compared(
    request: Request, seen: Snapshot, calls: Sequence[str], call: Call, deps: Deps, *, right: bool
) -> Decision:
    tries = len(calls)
    if not right:
        return _wrong(seen, tries, call)
    proven = {"phone_proven": request.jalur is not Jalur.KEMDIKBUD, "wrong_codes": tries - 1}
    return concluded(request, seen, proven, call, deps)


def _wrong(seen: Snapshot, tries: int, call: Call) -> Decision:
    left = POLICY.wrong_codes - tries
    if left > 0:
        return Decision(answer=ProblemError("kode_salah", f"Kesempatan mencoba tinggal {left} kali.").answer())
    closed = moved(seen, RequestState.REFUSED, call.now, {"alasan": Alasan.KODE_SALAH.value, "wrong_codes": tries})
    answer = ProblemError("kode_salah", "Demi keamanan pengajuan ini ditutup. Silakan ajukan kembali.").answer()
    return Decision(closed.writes, closed.events, answer)


def kirim_ulang(_: None, call: Call, deps: Deps) -> Decision:
    """A new code; the one before is worth nothing from now on."""
    nomor = nomor_in(call, deps)
    [found] = deps.store.get(f"requests/{nomor}")
    request, seen = request_in(found)
    if request.state is not RequestState.AWAITING_CODE:
        raise ProblemError("kode_tidak_berlaku", "Pengajuan ini tidak memerlukan kode lagi.")
    codes = sending(request.jalur, request.email, request.phone, call, deps)
    counted = codes.counted(deps.store.get(*codes.paths), call)
    renewed = {
        "codes_sent": request.codes_sent + 1,
        "code_sent_at": call.now,
        "code_key_version": code_key_version(deps.keys),
    }
    after = request.model_copy(update=renewed)
    return Decision(
        writes=[Merge(seen.path, renewed, expect=seen.version), *counted],
        events=[code_event(after, call)],
        answer=shown(after, call.now, deps, 202),
    )
