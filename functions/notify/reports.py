"""What became of a mail after the relay took it."""

from datetime import timedelta

from belajar.decision import Call, Decision
from belajar.errors import Reason, RetryableError
from belajar.ports import Merge, Snapshot
from functions.notify.bounced import contact_bounced
from functions.notify.deps import Deps
from schemas.documents import MailRecord, MailState
from schemas.events import MailReported

EARLY = timedelta(minutes=5)
"""How long a report may be ahead of the record of its mail."""
WEIGHT = {
    state: weight
    for weight, state in enumerate(
        (
            MailState.SENDING,
            MailState.SENT,
            MailState.DELIVERED,
            MailState.FAILED,
            MailState.BOUNCED,
            MailState.COMPLAINED,
        )
    )
}
"""A later word overwrites an earlier one of less weight only: reports come in any order."""


def mail_reported(event: MailReported, call: Call, deps: Deps) -> Decision:
    """Record the report. Raises RetryableError while the mail may still be unknown; later it is dropped as refused."""
    [found] = deps.store.get(f"messages/{event.message_id}")
    if found is None:
        return _unknown(event, call)
    record = MailRecord.model_validate(found.data)
    state = MailState(event.kind)
    if WEIGHT[state] <= WEIGHT[record.state]:
        return Decision()
    marks = contact_bounced(deps.store, deps.peppers, record) if state == MailState.BOUNCED else []
    return Decision([_update(found, state, event.code), *marks])


def _update(found: Snapshot, state: MailState, code: str) -> Merge:
    return Merge(found.path, {"state": state, "reason": code or None}, expect=found.version)


def _unknown(event: MailReported, call: Call) -> Decision:
    if call.now - event.reported_at < EARLY:
        raise RetryableError(Reason.UNKNOWN_MESSAGE)
    return Decision(refused=Reason.UNKNOWN_MESSAGE)
