"""Reads Dapodik extracts.

Consumes: roster received, roster scanned, chunk cut, import advanced. Publishes: roster scanned, chunk cut, import
advanced, account requested. Touches: imports, people, lookup, stats; the rosters bucket.
"""

from typing import Any

import functions_framework

from belajar import wiring
from belajar.runtime.events import EventFunction
from belajar.runtime.settings import settings
from functions.roster.chunk import chunk
from functions.roster.deps import Deps
from functions.roster.finish import finish
from functions.roster.receive import receive
from functions.roster.scan import scan
from schemas.events import ChunkCut, ImportAdvanced, RosterReceived, RosterScanned


def _deps() -> Deps:
    return Deps(wiring.store(), wiring.files(), wiring.peppers(), settings().roster_bucket)


FUNCTION = EventFunction(
    "roster",
    {RosterReceived: receive, RosterScanned: scan, ChunkCut: chunk, ImportAdvanced: finish},
    wiring.runtime,
    _deps,
)


@functions_framework.http
def roster(request: Any) -> Any:
    """Entry point."""
    return FUNCTION.handle(request)
