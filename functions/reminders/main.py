"""Keeps requests from waiting in the dark: reviewers are reminded, what nobody finished ends.

Consumes: review ticked (schedule). Publishes: review overdue, request changed, review ticked. Touches: requests.
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from functions.reminders.step import Deps, look
from schemas.events import ReviewTicked


def _deps() -> Deps:
    return Deps(wiring.store())


FUNCTION = EventFunction("reminders", {ReviewTicked: look}, wiring.runtime, _deps)


@functions_framework.http
def reminders(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
