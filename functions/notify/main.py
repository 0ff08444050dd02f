"""Mail to owners and to operations, and what became of it.

Consumes: account created, account refused, details requested, mail reported. Publishes: nothing.
Touches: messages, people, lookup; accounts (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.settings import settings
from functions.notify.deps import Deps
from functions.notify.reports import mail_reported
from functions.notify.step import account_details, account_ready, account_refused
from schemas.events import AccountCreated, AccountRefused, DetailsRequested, MailReported


def _deps() -> Deps:
    chosen = settings()
    return Deps(
        wiring.store(),
        wiring.keys(),
        wiring.mailer(),
        wiring.peppers(),
        chosen.operations_email,
        chosen.site_url,
    )


FUNCTION = EventFunction(
    "notify",
    {
        AccountCreated: account_ready,
        AccountRefused: account_refused,
        DetailsRequested: account_details,
        MailReported: mail_reported,
    },
    wiring.runtime,
    _deps,
)


@functions_framework.http
def notify(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
