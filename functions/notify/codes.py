"""One-time codes of requests, by SMS or by mail to an official address: at most once, never after they have expired."""

from belajar.codes import one_time_code
from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.ports import Snapshot
from functions.notify.code_ways import SMS, Spoken, Way, code_text, minutes_left, sender
from functions.notify.compose import MailKind
from functions.notify.delivery import intent, new_record, record_path, settled
from functions.notify.deps import Deps
from functions.notify.once import dropped, in_doubt, send_once
from schemas.events import CodeRequested
from schemas.requests import Jalur, Request, RequestState


def code_requested(event: CodeRequested, call: Call, deps: Deps) -> Decision:
    """Send the code while it is the newest one of a request that waits for it; one key operation."""
    path = record_path(call)
    found, earlier = deps.store.get(f"requests/{event.nomor}", path)
    if settled(earlier):
        return Decision()
    if found is None:
        return Decision(refused=Reason.UNKNOWN_REQUEST)
    request = Request.model_validate(found.data)
    way = way_of(request)
    if way is None:
        return Decision(refused=Reason.NO_CONTACT)
    record = new_record(way.kind, request.person_id, way.to, call, deps)
    reason = _why_not(request, event, call, earlier)
    if reason:
        return dropped(record, path, reason, earlier)
    send = sender(way, _spoken(request, event, call, deps), event.deadline, call, deps)
    return Decision([intent(path, record, earlier)], then=send_once(path, record, send, call, deps))


def way_of(request: Request) -> Way | None:
    """Ministry staff prove their official address, everybody else the phone; None without a phone."""
    if request.jalur is Jalur.KEMDIKBUD:
        return Way(MailKind.ONE_TIME_CODE, request.email)
    return Way(SMS, request.phone) if request.phone else None


def _why_not(request: Request, event: CodeRequested, call: Call, earlier: Snapshot | None) -> Reason | None:
    if in_doubt(earlier):
        return Reason.OUTCOME_UNKNOWN
    superseded = request.state is not RequestState.AWAITING_CODE or request.codes_sent > event.number
    return Reason.CODE_EXPIRED if superseded or call.now >= event.deadline else None


def _spoken(request: Request, event: CodeRequested, call: Call, deps: Deps) -> Spoken:
    code = one_time_code(event.nomor, event.number, deps.keys, request.code_key_version)
    minutes = minutes_left(event.deadline, call)
    return Spoken(MailKind.ONE_TIME_CODE, {"kode": code, "menit": str(minutes)}, code_text(code, minutes))
