"""The second person: approves what somebody else asked for, or refuses it. Each reset is decided once."""

from datetime import timedelta
from typing import Any

from belajar.decision import Answer, Audit, Call, Decision, Emit
from belajar.ports import Merge
from belajar.rules.access import Action, Target, roles_for
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import require
from functions.assist.cases import Case, existing, find_case, is_overtaken, second_target
from functions.assist.deps import Deps
from functions.assist.handing import needs_card
from functions.assist.items import REFUSED, item
from functions.assist.owners import check_usable, target_of, without_numbers
from schemas.http_resets import TolakBantuanRequest
from schemas.reset_events import ResetApproved
from schemas.resets import Reset, ResetState
from schemas.staff import Petugas


def setujui_bantuan(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """Approve, if the account can still be reset. Counts against nobody's ceiling: two people answer for it."""
    case = find_case(call.params["id"], call.now, deps)
    target = _target(case, call, deps)
    petugas = require(call, Action.APPROVE_RESET, target)
    case = _waiting(existing(case))
    _check_not_overtaken(case)
    check_usable(case.owner, roles_for(petugas, Action.APPROVE_RESET, target))
    kartu = needs_card(case.owner, allowed=case.reset.kartu)
    changed = _signed(petugas, call) | {"state": ResetState.APPROVED.value, "kartu": kartu}
    return Decision(
        writes=[_written(case, changed)],
        events=[Emit(ResetApproved(reset_id=case.reset.id))],
        answer=_answer(case, changed),
        audit=Audit(Action.APPROVE_RESET, case.seen.path, whom=case.owner.whom),
    )


def tolak_bantuan(body: TolakBantuanRequest, call: Call, deps: Deps) -> Decision:
    """Refuse; who asked reads why."""
    case = find_case(call.params["id"], call.now, deps)
    petugas = require(call, Action.REFUSE_RESET, _target(case, call, deps))
    case = _waiting(existing(case))
    alasan = without_numbers(body.alasan)
    changed = _signed(petugas, call) | {"state": ResetState.CLOSED.value, "reason": REFUSED, "alasan_tolak": alasan}
    return Decision(
        writes=[_written(case, changed)],
        answer=_answer(case, changed),
        audit=Audit(Action.REFUSE_RESET, case.seen.path, whom=case.owner.whom),
    )


def _target(case: Case | None, call: Call, deps: Deps) -> Target:
    return second_target(case.reset, case.owner, call.now, deps) if case else target_of(None)


def _waiting(case: Case) -> Case:
    if case.reset.state is not ResetState.AWAITING_SECOND:
        raise ProblemError(
            "persetujuan_tidak_menunggu",
            "Permintaan ini sudah diputuskan, tidak memerlukan persetujuan, atau waktunya sudah habis.",
            saran=["Muat ulang daftar permintaan yang menunggu."],
        )
    return case


def _check_not_overtaken(case: Case) -> None:
    if is_overtaken(case.reset, case.owner):
        raise ProblemError(
            "akun_tidak_dapat_direset",
            'Pemilik akun menyatakan "bukan saya" setelah permintaan ini diajukan.',
            saran=["Tolak permintaan ini. Setelah memastikan pemiliknya, helpdesk dapat mengajukan yang baru."],
        )


def _signed(petugas: Petugas, call: Call) -> dict[str, Any]:
    kept = call.now + timedelta(days=POLICY.reset_record_days)
    return {"second": petugas.address, "changed_at": call.now, "expire_at": kept}


def _written(case: Case, changed: dict[str, Any]) -> Merge:
    return Merge(case.seen.path, changed, expect=case.seen.version)


def _answer(case: Case, changed: dict[str, Any]) -> Answer:
    reset = Reset.model_validate(case.reset.model_dump() | changed)
    return Answer(200, item(reset, case.owner).model_dump(mode="json"))
