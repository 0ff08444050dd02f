"""A code is asked for, and KIRIM ULANG. Nothing is read that tells an account from a made-up one.

Whether there is anybody to send a code to is notify's to find out, behind the answer.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from belajar.codes import code_key_version
from belajar.decision import Answer, Call, Decision, Emit
from belajar.ports import MISSING, Put, Snapshot, Write
from belajar.rules.otp import deadline
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import page_signs
from belajar.runtime.problems import ProblemError
from functions.reset.deps import Deps
from functions.reset.found import id_in, moved, reset_in
from functions.reset.texts import NO_CODE, SENT, START_AGAIN
from functions.reset.throttles import asking, next_seconds
from functions.reset.tries import tries_path
from schemas.http import FieldProblem
from schemas.http_resets import KirimUlangRequest, ResetRequest, ResetResponse
from schemas.reset_events import ResetRequested
from schemas.resets import Reset, ResetState, ResetWay


def minta_kode(body: ResetRequest, call: Call, deps: Deps) -> Decision:
    """Keep the wish and have a code sent, if there is such an account."""
    _refuse_if_not_ours(body.akun)
    throttles = asking(body.akun, call, deps)
    held = deps.store.get(*throttles.paths)
    counted = throttles.counted(held, call)
    reset = Reset(
        id=secrets.token_hex(16),
        way=ResetWay.OWNER,
        state=ResetState.AWAITING_CODE,
        akun=body.akun,
        created_at=call.now,
        changed_at=call.now,
        expire_at=call.now + timedelta(days=POLICY.reset_challenge_days),
        saluran=body.saluran,
        codes_sent=1,
        code_sent_at=call.now,
        code_key_version=code_key_version(deps.keys),
    )
    return _sending(reset, [Put(f"resets/{reset.id}", reset.model_dump(), expect=MISSING), *counted], held[0], call)


def kirim_kode_lagi(body: KirimUlangRequest, call: Call, deps: Deps) -> Decision:
    """A new code, by another channel if one is named; the one before is worth nothing. It brings no new tries."""
    reset_id = id_in(call)
    found, tries = deps.store.get(f"resets/{reset_id}", tries_path(reset_id))
    reset, seen = reset_in(found, call)
    if reset.state is not ResetState.AWAITING_CODE or (tries and len(tries.data["calls"]) >= POLICY.wrong_codes):
        raise ProblemError("kode_tidak_berlaku", f"Permintaan ini tidak menunggu kode lagi. {START_AGAIN}")
    throttles = asking(reset.akun, call, deps)
    held = deps.store.get(*throttles.paths)
    counted = throttles.counted(held, call)
    renewed: dict[str, Any] = {
        "codes_sent": reset.codes_sent + 1,
        "code_sent_at": call.now,
        "code_key_version": code_key_version(deps.keys),
        "saluran": body.saluran or reset.saluran,
    }
    return _sending(reset.model_copy(update=renewed), [moved(seen, call, renewed), *counted], held[0], call)


def _sending(reset: Reset, writes: Sequence[Write], held: Snapshot | None, call: Call) -> Decision:
    response = ResetResponse(
        id=reset.id,
        tanda=page_signs(reset.id),
        pesan=SENT,
        kode_berlaku_detik=POLICY.code_seconds,
        kirim_ulang_detik=next_seconds(held, call),
        saran=list(NO_CODE),
    )
    event = ResetRequested(reset_id=reset.id, number=reset.codes_sent, deadline=deadline(call.now))
    return Decision(writes, [Emit(event)], Answer(202, response.model_dump(mode="json")))


def _refuse_if_not_ours(akun: str) -> None:
    domain = akun.partition("@")[2]
    if domain == "belajar.id" or domain.endswith(".belajar.id"):
        return
    advice = (
        "Isi nama akun belajar.id Anda, misalnya nama12@guru.sd.belajar.id, bukan email pribadi. Lupa nama akun? Cari "
        "di Periksa Akun Pembelajaran atau tanyakan kepada operator sekolah."
    )
    raise ProblemError(
        "isi_tidak_sah",
        "Periksa kembali nama akun Anda.",
        errors=[FieldProblem(pointer="/akun", code="bukan_akun_belajar", detail=advice)],
    )
