"""Corrected contacts take effect once their owners had time to object.

Consumes: correction ticked (schedule). Publishes: contact corrected, correction changed, correction ticked.
Touches: corrections, people, lookup; accounts and petugas (read).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from functions.corrections.step import Deps, apply_due
from schemas.events import CorrectionTicked


def _deps() -> Deps:
    return Deps(wiring.store())


FUNCTION = EventFunction("corrections", {CorrectionTicked: apply_due}, wiring.runtime, _deps)


@functions_framework.http
def corrections(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
