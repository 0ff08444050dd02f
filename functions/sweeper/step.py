"""Looks after lost work: events that a crash left unpublished, imports and resets that do not come to their end.

The one step that publishes by itself: it is the runtime's own backstop (policy "lost work").
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from belajar.decision import Call, Decision, Emit
from belajar.ports import Merge, Query, Snapshot, Store, Write
from belajar.progress import answered, progress
from belajar.rules.policy import POLICY
from belajar.runtime.logs import log
from belajar.runtime.outbox import Outbox
from functions.sweeper.resets import finish_resets
from schemas.events import ImportAdvanced, RosterReceived, SweeperTicked
from schemas.imports import Import, ImportState

STUCK_AFTER = timedelta(seconds=POLICY.replay_after_seconds)
GIVE_UP_AFTER = timedelta(days=POLICY.replay_for_days)
OPEN = (ImportState.SCANNING, ImportState.READING, ImportState.FINISHED)
MOST = 30
REPLAY = ".r"


@dataclass(frozen=True)
class Deps:
    """What sweeping needs."""

    store: Store
    outbox: Outbox


def sweep(event: SweeperTicked, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """Publish left events, then push every open import one step towards its end, and finish broken-off resets."""
    swept = deps.outbox.sweep()
    if swept:
        log("WARNING", "outbox swept", count=swept, correlationid=call.correlation_id)
    finished = finish_resets(call, deps.store)
    writes: list[Write] = [*finished.writes]
    events: list[Emit] = [*finished.events]
    for state in OPEN:
        for snapshot in _some(deps.store, state):
            decided = _push(snapshot, call, deps.store)
            writes += decided.writes
            events += decided.events
    return Decision(writes=writes, events=events)


def _some(store: Store, state: ImportState) -> list[Snapshot]:
    """Up to MOST imports, from a random place all round: of more than that, each has its turn sooner or later."""
    start = f"imports/{secrets.token_hex(16)}"
    query = Query("imports", where=(("state", "==", state.value),), limit=MOST)
    behind = store.query(replace(query, after=start))
    first = store.query(replace(query, limit=MOST - len(behind))) if len(behind) < MOST else []
    return [*behind, *(snapshot for snapshot in first if snapshot.path <= start)]


def _push(snapshot: Snapshot, call: Call, store: Store) -> Decision:
    """Settle a finished import, take the totals of a read one, replay a stuck one."""
    import_id = snapshot.path.removeprefix("imports/")
    document = Import.model_validate(snapshot.data)
    counts = progress(store, import_id)
    if document.state == ImportState.FINISHED and answered(counts) >= counts["requested"]:
        settled = {"state": ImportState.SETTLED.value, "totals": dict(counts), "updated_at": call.now}
        return _marked(snapshot, settled)
    if document.state == ImportState.READING and counts["chunks_done"] >= document.chunks:
        return Decision(events=[Emit(ImportAdvanced(import_id=import_id), key=import_id)])
    return _replay_if_stuck(snapshot, document, _movement(counts), call)


def _movement(counts: Counter[str]) -> int:
    return counts["chunks_done"] + answered(counts)


def _replay_if_stuck(snapshot: Snapshot, document: Import, moved: int, call: Call) -> Decision:
    """No movement for an hour (2, 4 ... for later replays): read the file again, which asks for what is missing."""
    if moved != document.moved:
        return _marked(snapshot, {"moved": moved, "updated_at": call.now})
    generation, replays = _generation(document)
    if call.now - document.updated_at < STUCK_AFTER * 2**replays:
        return Decision()
    if STUCK_AFTER * (2 ** (replays + 2) - 1) > GIVE_UP_AFTER:  # all waits so far and the next one
        log("ERROR", "import is stuck for days and needs a person", document=snapshot.path)
        return _marked(snapshot, {"state": ImportState.STUCK.value, "updated_at": call.now})
    log("WARNING", "import replayed", document=snapshot.path, replays=replays + 1)
    again = RosterReceived(bucket=document.bucket, name=document.name, generation=f"{generation}{REPLAY}{replays + 1}")
    replayed = {"state": ImportState.REPLAYED.value, "updated_at": call.now}
    return replace(_marked(snapshot, replayed), events=[Emit(again, key=snapshot.path)])


def _marked(snapshot: Snapshot, fields: Mapping[str, Any]) -> Decision:
    return Decision(writes=[Merge(snapshot.path, fields, expect=snapshot.version)])


def _generation(document: Import) -> tuple[str, int]:
    """The object's own generation, and how many imports of it have stood still before this one."""
    generation, _, replays = document.generation.partition(REPLAY)
    return generation, int(replays or 0)
