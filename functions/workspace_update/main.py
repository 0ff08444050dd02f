"""Carries password resets, their end, sign-outs, freezes and recovery contacts to Workspace.

Consumes: reset approved, password changed, reset disowned, contact corrected, sync ticked (schedule).
Publishes: password changed. Touches: resets, accounts, people, lookup, stats, throttles (pacing); Google Workspace.
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
from functions.workspace_update.expired import expire
from schemas.events import ContactCorrected, PasswordChanged, ResetApproved, ResetDisowned, SyncTicked


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
        SyncTicked: expire,
    },
    wiring.runtime,
    _deps,
)


@functions_framework.http
def workspace_update(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
