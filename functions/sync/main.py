"""Refreshes the status of accounts from Workspace.

Consumes: sync ticked (schedule), sync paged. Publishes: sync paged.
Touches: stats/sync, accounts, people, lookup, throttles (pacing); Google Workspace (reads).
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.pacing import directory_calls
from functions.sync.step import Deps, page, start
from schemas.events import SyncPaged, SyncTicked


def _deps() -> Deps:
    store, clock = wiring.store(), wiring.clock()
    return Deps(store, wiring.directory(), clock, directory_calls(store, clock))


FUNCTION = EventFunction("sync", {SyncTicked: start, SyncPaged: page}, wiring.runtime, _deps)


@functions_framework.http
def sync(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
