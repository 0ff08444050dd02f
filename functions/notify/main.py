"""Mail and SMS to owners, applicants, reviewers and operations, and what became of them.

Consumes: account created or refused, details requested, mail reported, code requested, request changed, review overdue,
referral locked, reset requested or disowned, password changed, correction changed, ticket opened. Publishes: nothing.
Touches: messages, resets, throttles, people, lookup; accounts, requests, petugas, corrections, tickets (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.settings import settings
from functions.notify.codes import code_requested
from functions.notify.corrections import correction_changed
from functions.notify.deps import Deps
from functions.notify.reports import mail_reported
from functions.notify.requests import request_changed
from functions.notify.reset_codes import reset_requested
from functions.notify.reset_notices import password_changed, reset_disowned
from functions.notify.staff_mails import referral_locked, review_due, ticket_opened
from functions.notify.step import account_details, account_ready, account_refused
from schemas import events


def _deps() -> Deps:
    chosen = settings()
    mailer, texter = wiring.mailer(), wiring.texter()
    return Deps(
        wiring.store(), wiring.keys(), mailer, wiring.peppers(), chosen.operations_email, chosen.site_url, texter
    )


FUNCTION = EventFunction(
    "notify",
    {
        events.AccountCreated: account_ready,
        events.AccountRefused: account_refused,
        events.DetailsRequested: account_details,
        events.MailReported: mail_reported,
        events.CodeRequested: code_requested,
        events.RequestChanged: request_changed,
        events.ReviewDue: review_due,
        events.ReferralLocked: referral_locked,
        events.ResetRequested: reset_requested,
        events.PasswordChanged: password_changed,
        events.ResetDisowned: reset_disowned,
        events.CorrectionChanged: correction_changed,
        events.TicketOpened: ticket_opened,
    },
    wiring.runtime,
    _deps,
)


@functions_framework.http
def notify(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
