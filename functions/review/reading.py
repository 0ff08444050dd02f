"""What a reviewer looks at: the waiting requests of the own scope, and one request with its letter."""

from belajar.decision import Answer, Audit, Call, Decision
from belajar.ports import Op, Query
from belajar.rules.access import NATIONAL, Action, Target, scopes
from belajar.rules.policy import POLICY
from belajar.runtime.staff import require
from functions.review.deps import Deps, existing, find, target_of, whom
from functions.review.items import detail, item
from schemas.http_reviews import TinjauanResponse
from schemas.requests import Request, RequestState

MOST = 50
PROVINCE_DIGITS = 2
Filter = tuple[str, Op, str]


def daftar(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """The 50 requests that have waited longest. What is decided drops out, so there is no paging."""
    petugas = require(call, Action.LIST_REQUESTS, Target())
    held = scopes(petugas, Action.LIST_REQUESTS)
    waiting = {request.nomor: request for scope in held for request in _waiting(scope, deps)}
    oldest = sorted(waiting.values(), key=lambda request: (request.submitted_at, request.nomor))[:MOST]
    response = TinjauanResponse(pengajuan=[item(request) for request in oldest])
    return Decision(
        answer=Answer(200, response.model_dump(mode="json")),
        audit=Audit(Action.LIST_REQUESTS, f"wilayah/{','.join(sorted(held))}"),
    )


def rinci(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """One request, with a link to its letter that is good for a few minutes."""
    seen = find(call.params["nomor"], deps)
    require(call, Action.SHOW_REQUEST, target_of(seen))
    request = Request.model_validate(existing(seen).data)
    return Decision(
        answer=Answer(200, detail(request, _letter_link(request, deps)).model_dump(mode="json")),
        audit=Audit(Action.SHOW_REQUEST, f"requests/{request.nomor}", whom=whom(request)),
    )


def _letter_link(request: Request, deps: Deps) -> str | None:
    if request.letter is None:
        return None
    return deps.files.permit_download(deps.letter_bucket, request.letter, POLICY.letter_link_seconds)


def _waiting(scope: str, deps: Deps) -> list[Request]:
    """By equality only: a page filtered afterwards could be full of other provinces, and hide the oldest."""
    waiting: Filter = ("state", "==", RequestState.IN_REVIEW.value)
    query = Query("requests", (waiting, *_within(scope)), order_by="submitted_at", limit=MOST)
    return [Request.model_validate(snapshot.data) for snapshot in deps.store.query(query)]


def _within(scope: str) -> list[Filter]:
    if scope == NATIONAL:
        return []
    return [("kode_provinsi" if len(scope) == PROVINCE_DIGITS else "kode_wilayah", "==", scope)]
