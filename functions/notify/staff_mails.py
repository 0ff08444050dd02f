"""Mails to reviewers and operations: numbers and codes only, whoever wants to know more signs in."""

from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.rules.access import Target
from belajar.rules.policy import POLICY
from belajar.rules.request_states import status_word
from functions.notify.compose import MailKind
from functions.notify.delivery import Letter, deliver, record_path
from functions.notify.deps import Deps
from functions.notify.reviewers import reviewers_of
from functions.notify.several import deliver_all
from schemas.events import ReferralLocked, ReviewDue, TicketOpened
from schemas.requests import Request, RequestState
from schemas.resets import Ticket

NOBODY = ""
"""Person of a mail that is about none."""


def review_due(event: ReviewDue, call: Call, deps: Deps) -> Decision:
    """Remind whoever may decide on a waiting request; nothing to do once it is decided."""
    [found] = deps.store.get(f"requests/{event.nomor}")
    if found is None:
        return Decision(refused=Reason.UNKNOWN_REQUEST)
    request = Request.model_validate(found.data)
    if request.state is not RequestState.IN_REVIEW:
        return Decision()
    target = Target(request.kode_wilayah, request.nik_hashes, frozenset({request.email}))
    days = POLICY.escalation_after_working_days if event.escalated else POLICY.reminder_after_working_days
    values = {
        "nomor": request.nomor,
        "wilayah": request.kode_wilayah,
        "keadaan": status_word(request.state),
        "hari": str(days),
    }
    to = reviewers_of(target, deps, escalated=event.escalated)
    letters = [Letter(MailKind.REVIEW_DUE, request.person_id, one, values, key=one) for one in to]
    return deliver_all(letters, call, deps)


def referral_locked(event: ReferralLocked, call: Call, deps: Deps) -> Decision:
    """Tell the reviewers of the region and operations."""
    limit = POLICY.referral_failures_per_region
    values = {
        "wilayah": event.kode_wilayah,
        "tipe": event.tipe_dinas,
        "percobaan": str(limit.count),
        "jam": str(limit.window_seconds // 3600),
    }
    to = reviewers_of(Target(event.kode_wilayah), deps, escalated=True)
    letters = [Letter(MailKind.REFERRAL_LOCKED, NOBODY, one, values, key=one) for one in to]
    return deliver_all(letters, call, deps)


def ticket_opened(event: TicketOpened, call: Call, deps: Deps) -> Decision:
    """Tell operations. The owner, where there is one, hears of it with what the ticket is about."""
    found, earlier = deps.store.get(f"tickets/{event.nomor}", record_path(call))
    if found is None:
        return Decision(refused=Reason.UNKNOWN_TICKET)
    ticket = Ticket.model_validate(found.data)
    values = {"tiket": ticket.nomor, "perihal": ticket.perihal.value}
    return deliver(Letter(MailKind.TICKET_OPENED, NOBODY, deps.operations_email, values), earlier, call, deps)
