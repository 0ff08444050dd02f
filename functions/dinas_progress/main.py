"""Carries requests on when something happens that nobody asked for by HTTP.

Consumes: letter uploaded, account created, account refused. Publishes: request changed (belajar.approvals).
Touches: requests, people (read), referrals; the letters bucket (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.settings import settings
from functions.dinas_progress.account import account_created, account_refused
from functions.dinas_progress.deps import Deps
from functions.dinas_progress.letter import letter_uploaded
from schemas.events import AccountCreated, AccountRefused, LetterUploaded


def _deps() -> Deps:
    return Deps(wiring.store(), wiring.files(), settings().letter_bucket)


FUNCTION = EventFunction(
    "dinas_progress",
    {LetterUploaded: letter_uploaded, AccountCreated: account_created, AccountRefused: account_refused},
    wiring.runtime,
    _deps,
)


@functions_framework.http
def dinas_progress(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
