"""The one-time code: typed in, counted, compared whether or not there is an account, good once."""

from datetime import timedelta

from belajar.codes import reset_code
from belajar.decision import Answer, Call, Decision
from belajar.ports import Snapshot
from belajar.rules.new_passwords import requirements
from belajar.rules.otp import expired, same
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import set_token
from belajar.runtime.problems import ProblemError
from functions.reset.deps import Deps
from functions.reset.found import id_in, moved, reset_in
from functions.reset.texts import CODE_OVER, CODE_USED, NEWEST_CODE, OTHER_WAYS, START_AGAIN
from functions.reset.tries import tries_of, tries_path
from schemas.documents import Account
from schemas.http_resets import VerifikasiRequest, VerifikasiResponse
from schemas.people import Jenis, JenisLain
from schemas.resets import Reset, ResetState


def verifikasi(body: VerifikasiRequest, call: Call, deps: Deps) -> Decision:
    """Count the try, then compare. A run again of the same call has been counted already."""
    reset_id = id_in(call)
    found, tried = deps.store.get(f"resets/{reset_id}", tries_path(reset_id))
    reset, seen = reset_in(found, call)
    tries = tries_of(reset, tried, deps)
    _refuse_if_over(reset, call)
    tries.refuse_if_over(call)
    right = _is_right(reset, body.kode, deps)
    if call.id in tries.calls:
        return _compared(reset, seen, len(tries.calls), call, deps, right=right)
    counted = len(tries.calls) + 1
    return Decision(
        writes=tries.counting(reset, call),
        then=lambda _: _compared(reset, seen, counted, call, deps, right=right),
    )


def _refuse_if_over(reset: Reset, call: Call) -> None:
    if reset.state is not ResetState.AWAITING_CODE:
        why = CODE_USED if reset.state is ResetState.VERIFIED else CODE_OVER
        raise ProblemError("kode_tidak_berlaku", f"{why} {START_AGAIN}", saran=OTHER_WAYS)
    if expired(reset.code_sent_at, call.now):
        raise ProblemError("kode_tidak_berlaku", "Kode sudah tidak berlaku. Tekan KIRIM ULANG untuk kode baru.")


def _is_right(reset: Reset, typed: str, deps: Deps) -> bool:
    """Always derived and compared, so that it takes equally long; but a code that was never sent fits nothing."""
    fits = same(reset_code(reset.id, reset.codes_sent, deps.keys, reset.code_key_version), typed)
    return fits and reset.attempted == reset.codes_sent


def _compared(reset: Reset, seen: Snapshot, tries: int, call: Call, deps: Deps, *, right: bool) -> Decision:
    return _proven(reset, seen, call, deps) if right else _wrong(seen, tries, call)


def _wrong(seen: Snapshot, tries: int, call: Call) -> Decision:
    left = POLICY.wrong_codes - tries
    if left > 0:
        return Decision(
            answer=ProblemError("kode_salah", f"{NEWEST_CODE} Kesempatan mencoba tinggal {left} kali.").answer()
        )
    closed = moved(seen, call, {"state": ResetState.CLOSED.value, "reason": "kode_salah"})
    problem = ProblemError("kode_salah", f"Demi keamanan permintaan ini ditutup. {START_AGAIN}", saran=OTHER_WAYS)
    return Decision([closed], answer=problem.answer())


def _proven(reset: Reset, seen: Snapshot, call: Call, deps: Deps) -> Decision:
    kept_until = call.now + timedelta(days=POLICY.reset_challenge_days)
    verified = {"state": ResetState.VERIFIED.value, "verified_at": call.now, "expire_at": kept_until}
    response = VerifikasiResponse(
        token=set_token(deps.peppers[0], reset.id, reset.codes_sent),
        token_berlaku_detik=POLICY.reset_token_seconds,
        syarat_sandi=requirements(_jenis(reset, deps)),
    )
    return Decision([moved(seen, call, verified)], answer=Answer(200, response.model_dump(mode="json")))


def _jenis(reset: Reset, deps: Deps) -> Jenis | JenisLain:
    """Who has typed the right code may know what kind of account it is."""
    [found] = deps.store.get(f"accounts/{reset.akun}")
    return Account.model_validate(found.data).jenis if found else Jenis.PENDIDIK
