"""One-time codes, by SMS or by mail to an official address: at most once, and never after they have expired.

sending --taken--> sent        sending --surely not taken--> sending with a reason: may be tried again in time
   found again without a reason (a crash): perhaps it went out, so it is not sent again; the applicant can ask anew
"""

from collections.abc import Callable, Mapping

from belajar.decision import Call, Decision
from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from belajar.ports import Merge, Snapshot
from functions.notify.code_ways import code_sender, way_of
from functions.notify.delivery import ask_again, intent, new_record, record_path, settled
from functions.notify.deps import Deps
from schemas.documents import MailRecord, MailState
from schemas.events import CodeRequested
from schemas.requests import Request, RequestState


def code_requested(event: CodeRequested, call: Call, deps: Deps) -> Decision:
    """Send the code while it is the newest one of a request that waits for it; one key operation."""
    found, earlier = deps.store.get(f"requests/{event.nomor}", record_path(call))
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
        return _dropped(record, reason, earlier, call)
    send = code_sender(way, event, request.code_key_version, call, deps)
    return Decision([intent(record_path(call), record, earlier)], then=_effect(send, call))


def _why_not(request: Request, event: CodeRequested, call: Call, earlier: Snapshot | None) -> Reason | None:
    if earlier and earlier.data["reason"] is None:
        return Reason.OUTCOME_UNKNOWN
    superseded = request.state is not RequestState.AWAITING_CODE or request.codes_sent > event.number
    return Reason.CODE_EXPIRED if superseded or call.now >= event.deadline else None


def _dropped(record: MailRecord, reason: Reason, earlier: Snapshot | None, call: Call) -> Decision:
    """Recorded all the same: the helpdesk must be able to say why no code came."""
    failed = record.model_copy(update={"state": MailState.FAILED, "reason": reason.value})
    return Decision([intent(record_path(call), failed, earlier)], refused=reason)


def _effect(send: Callable[[], None], call: Call) -> Callable[[Mapping[str, str]], Decision]:
    path = record_path(call)

    def effect(versions: Mapping[str, str]) -> Decision:
        def marked(**fields: object) -> list[Merge]:
            return [Merge(path, fields, expect=versions[path])]

        try:
            send()
        except (FinalError, OutcomeUnknownError) as error:
            return Decision(marked(state=MailState.FAILED, reason=error.reason.value), refused=error.reason)
        except RetryableError as error:
            return Decision(marked(reason=error.reason.value), then=ask_again(error))
        return Decision(marked(state=MailState.SENT, sent_at=call.now))

    return effect
