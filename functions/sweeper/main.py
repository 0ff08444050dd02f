"""Backstop for lost work, every minute.

Consumes: sweeper ticked (schedule). Publishes: whatever was left in the outbox; import advanced, roster received,
password changed. Touches: outbox, imports, stats, resets.
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.outbox import Outbox
from functions.sweeper.step import Deps, sweep
from schemas.events import SweeperTicked


def _deps() -> Deps:
    store = wiring.store()
    return Deps(store, Outbox(store, wiring.bus(), wiring.clock()))


FUNCTION = EventFunction("sweeper", {SweeperTicked: sweep}, wiring.runtime, _deps)


@functions_framework.http
def sweeper(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
