"""What a reviewer decides: the account is made, or the applicant reads why not. Each request is decided once."""

from typing import Any

from belajar.approvals import Contacts, Verdict, approved, moved
from belajar.decision import Answer, Audit, Call, Decision
from belajar.ports import Snapshot
from belajar.rules.access import Action
from belajar.rules.request_states import status_word
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import require
from functions.review.deps import Deps, existing, find, target_of, whom
from functions.review.items import item
from schemas.http_reviews import SetujuiRequest, TolakRequest
from schemas.requests import Alasan, Request, RequestState
from schemas.staff import Petugas


def setujui(body: SetujuiRequest, call: Call, deps: Deps) -> Decision:
    """Approve. The typed mail address becomes the owner's contact, the phone only if a code has proven it.

    Who has an account already is refused instead, which the answer says. Of two reviewers at once one decides; the
    other is told so (409), because the request's version guards the commit.
    """
    seen = find(call.params["nomor"], deps)
    petugas = require(call, Action.APPROVE_REQUEST, target_of(seen))
    seen = _undecided(existing(seen))
    request = Request.model_validate(seen.data)
    [known] = deps.store.get(f"people/{request.person_id}")
    contacts = Contacts(request.email, request.phone if request.phone_proven else None)
    verdict = approved(request, seen, contacts, known, call.now, _signed(petugas, body.catatan))
    found = Alasan.SUDAH_PUNYA_AKUN.value if verdict.state is RequestState.REFUSED else ""
    return _decided(request, verdict, Audit(Action.APPROVE_REQUEST, seen.path, found, whom(request)))


def tolak(body: TolakRequest, call: Call, deps: Deps) -> Decision:
    """Refuse, with a reason of the closed list and words of the reviewer's own for the applicant."""
    seen = find(call.params["nomor"], deps)
    petugas = require(call, Action.REFUSE_REQUEST, target_of(seen))
    seen = _undecided(existing(seen))
    fields = {**_signed(petugas, body.catatan), "alasan": body.alasan.value}
    verdict = moved(seen, RequestState.REFUSED, call.now, fields)
    request = Request.model_validate(seen.data)
    return _decided(request, verdict, Audit(Action.REFUSE_REQUEST, seen.path, body.alasan, whom(request)))


def _undecided(seen: Snapshot) -> Snapshot:
    state = Request.model_validate(seen.data).state
    if state is not RequestState.IN_REVIEW:
        raise ProblemError("pengajuan_sudah_diputuskan", f"Keadaan pengajuan sekarang: {status_word(state)}.")
    return seen


def _signed(petugas: Petugas, words: str) -> dict[str, Any]:
    return {"reviewed_by": petugas.address, "catatan": words or None}


def _decided(request: Request, verdict: Verdict, audit: Audit) -> Decision:
    shown = item(request.model_copy(update={"state": verdict.state}))
    return Decision(
        writes=verdict.writes,
        events=verdict.events,
        answer=Answer(200, shown.model_dump(mode="json")),
        audit=audit,
    )
