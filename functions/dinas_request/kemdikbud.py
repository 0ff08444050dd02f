"""Ministry staff: a code to the official address proves who asks."""

from belajar.decision import Call, Decision
from functions.dinas_request.deps import Deps
from functions.dinas_request.form import kemdikbud
from functions.dinas_request.sending import sending
from functions.dinas_request.submission import Identity, awaiting_code, first_code, new_nomor
from schemas.http_requests import KemdikbudRequest


def pengajuan_kemdikbud(body: KemdikbudRequest, call: Call, deps: Deps) -> Decision:
    """Keep the request and mail a code to the official address."""
    applicant = kemdikbud(body, call.now.date())
    codes, identity = sending(applicant.jalur, applicant.email, None, call, deps), Identity(applicant, deps)
    contact, origin, everybody, *known = deps.store.get(*codes.paths, *identity.paths)
    counted = codes.counted((contact, origin, everybody), call)
    return awaiting_code(identity.request(known, new_nomor(), call, first_code(call, deps)), counted, call, deps)
