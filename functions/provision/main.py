"""Makes Workspace accounts.

Consumes: account requested. Publishes: account created, account refused.
Touches: people, accounts, lookup, stats, throttles (pacing); Google Workspace.
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from functions.provision.effect import Deps
from functions.provision.paces import Paces
from functions.provision.step import provision as step
from schemas.events import AccountRequested


def _deps() -> Deps:
    store, clock = wiring.store(), wiring.clock()
    return Deps(store, wiring.directory(), wiring.keys(), clock, Paces(store, clock))


FUNCTION = EventFunction("provision", {AccountRequested: step}, wiring.runtime, _deps)


@functions_framework.http
def provision(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
