"""Carries password resets, sign-outs, freezes and recovery contacts to Workspace.

Consumes: reset approved, password changed, reset disowned, contact corrected. Publishes: password changed.
Touches: resets, accounts, people, lookup, throttles (pacing); Google Workspace.
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.pacing import directory_calls
from functions.workspace_update.approved import approved
from functions.workspace_update.changed import changed
from functions.workspace_update.contacts import contact_corrected
from functions.workspace_update.deps import Deps
from functions.workspace_update.disowned import disowned
from schemas.events import ContactCorrected, PasswordChanged, ResetApproved, ResetDisowned


def _deps() -> Deps:
    store, clock = wiring.store(), wiring.clock()
    return Deps(store, wiring.directory(), wiring.keys(), clock, directory_calls(store, clock))


FUNCTION = EventFunction(
    "workspace_update",
    {
        ResetApproved: approved,
        PasswordChanged: changed,
        ResetDisowned: disowned,
        ContactCorrected: contact_corrected,
    },
    wiring.runtime,
    _deps,
)


@functions_framework.http
def workspace_update(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
