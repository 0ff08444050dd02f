"""At most once: one-time codes and SMS, where a second copy is worse than none.

sending --taken--> sent        sending --surely not taken--> sending with a reason: may be tried again in time
   found again without a reason (a crash): perhaps it went out, so it is not sent again; the owner can ask anew
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from belajar.decision import Call, Decision
from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from belajar.ports import Merge, Snapshot, Text
from functions.notify.bounced import contact_bounced
from functions.notify.delivery import ask_again, given_up, intent, mail_id, new_record, record_path
from functions.notify.deps import Deps
from schemas.documents import MailRecord, MailState


@dataclass(frozen=True, slots=True)
class Note:
    """An SMS that tells something. `body` may hold a credential: never stored or logged. `key`: as of a Letter."""

    kind: str
    person_id: str
    to: str = field(repr=False)
    body: str = field(repr=False)
    key: str = ""


def send_note(note: Note, earlier: Snapshot | None, call: Call, deps: Deps) -> Decision:
    """Send it, unless `earlier` (the record as read, not settled) leaves open whether it went out."""
    if in_doubt(earlier):
        return Decision(given_up(earlier, Reason.OUTCOME_UNKNOWN.value))
    path = record_path(call, note.key)
    record = new_record(note.kind, note.person_id, note.to, call, deps)
    text = Text(mail_id(call, note.key), note.to, note.body)
    effect = send_once(path, record, lambda: deps.texter.send(text), call, deps)
    return Decision([intent(path, record, earlier)], then=effect)


def in_doubt(earlier: Snapshot | None) -> bool:
    """Whether an earlier delivery began and did not come to say how it ended."""
    return earlier is not None and earlier.data["state"] == MailState.SENDING and earlier.data["reason"] is None


def dropped(record: MailRecord, path: str, reason: Reason, earlier: Snapshot | None) -> Decision:
    """Recorded all the same: the helpdesk must be able to say why nothing came."""
    failed = record.model_copy(update={"state": MailState.FAILED, "reason": reason.value})
    return Decision([intent(path, failed, earlier)], refused=reason)


def send_once(
    path: str, record: MailRecord, send: Callable[[], None], call: Call, deps: Deps
) -> Callable[[Mapping[str, str]], Decision]:
    """The effect behind the intent of `record` at `path`: one try, and what became of it.

    `send` raises FinalError, OutcomeUnknownError, or RetryableError when it was surely not taken.
    """

    def effect(versions: Mapping[str, str]) -> Decision:
        def marked(**fields: object) -> list[Merge]:
            return [Merge(path, fields, expect=versions[path])]

        try:
            send()
        except (FinalError, OutcomeUnknownError) as error:
            failed = marked(state=MailState.FAILED, reason=error.reason.value)
            dead = contact_bounced(deps.store, deps.peppers, record) if isinstance(error, FinalError) else []
            return Decision([*failed, *dead], refused=error.reason, detail=error.detail)
        except RetryableError as error:
            return Decision(marked(reason=error.reason.value), then=ask_again(error))
        return Decision(marked(state=MailState.SENT, sent_at=call.now))

    return effect
