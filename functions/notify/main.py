"""Mail and SMS to owners, applicants, reviewers and operations, and what became of them.

Consumes: account created, account refused, details requested, mail reported, code requested, request changed, review
overdue, referral locked. Publishes: nothing. Touches: messages, people, lookup; accounts, requests, petugas (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.settings import settings
from functions.notify.codes import code_requested
from functions.notify.deps import Deps
from functions.notify.reports import mail_reported
from functions.notify.requests import request_changed
from functions.notify.staff_mails import referral_locked, review_due
from functions.notify.step import account_details, account_ready, account_refused
from schemas import events


def _deps() -> Deps:
    chosen = settings()
    return Deps(
        wiring.store(),
        wiring.keys(),
        wiring.mailer(),
        wiring.peppers(),
        chosen.operations_email,
        chosen.site_url,
        wiring.texter(),
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
    },
    wiring.runtime,
    _deps,
)


@functions_framework.http
def notify(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
