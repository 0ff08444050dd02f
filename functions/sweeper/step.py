"""Looks after lost work: events that a crash left unpublished, and imports that do not come to their end.

The one step that publishes by itself: it is the runtime's own backstop (policy "lost work").
"""

from dataclasses import dataclass
from datetime import timedelta

from belajar.decision import Call, Decision, Emit
from belajar.ports import Merge, Query, Snapshot, Store, Write
from belajar.progress import progress
from belajar.rules.policy import POLICY
from belajar.runtime.logs import log
from belajar.runtime.outbox import Outbox
from schemas.documents import Import, ImportState
from schemas.events import ImportAdvanced, RosterReceived, SweeperTicked

STUCK_AFTER = timedelta(seconds=POLICY.replay_after_seconds)
GIVE_UP_AFTER = timedelta(days=POLICY.replay_for_days)
OPEN = (ImportState.SCANNING, ImportState.READING, ImportState.FINISHED)
MOST = 30


@dataclass(frozen=True)
class Deps:
    """What sweeping needs."""

    store: Store
    outbox: Outbox


def sweep(event: SweeperTicked, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """Publish left events, then push every open import one step towards its end."""
    swept = deps.outbox.sweep()
    if swept:
        log("WARNING", "outbox swept", count=swept, correlationid=call.correlation_id)
    writes: list[Write] = []
    events: list[Emit] = []
    for state in OPEN:
        for snapshot in deps.store.query(Query("imports", where=(("state", "==", state.value),), limit=MOST)):
            decided = _push(snapshot, call, deps.store)
            writes += decided.writes
            events += decided.events
    return Decision(writes=writes, events=events)


def _push(snapshot: Snapshot, call: Call, store: Store) -> Decision:
    """Settle a finished import, take the totals of a read one, replay a stuck one."""
    import_id = snapshot.path.removeprefix("imports/")
    document = Import.model_validate(snapshot.data)
    counts = progress(store, import_id)
    if document.state == ImportState.FINISHED and _all_answered(counts):
        settled = {"state": ImportState.SETTLED.value, "totals": dict(counts), "updated_at": call.now}
        return Decision(writes=[Merge(snapshot.path, settled, expect=snapshot.version)])
    if document.state == ImportState.READING and counts["chunks_done"] >= document.chunks:
        return Decision(events=[Emit(ImportAdvanced(import_id=import_id), key=import_id)])
    return _replay_if_stuck(snapshot, document, counts["chunks_done"] + counts["accounts_made"], call)


def _all_answered(counts: dict[str, int]) -> bool:
    return counts["accounts_made"] + counts["accounts_refused"] >= counts["requested"]


def _replay_if_stuck(snapshot: Snapshot, document: Import, moved: int, call: Call) -> Decision:
    """No movement for an hour (2, 4 ... after each replay): read the file again, which asks for what is missing."""
    if moved != document.moved:
        seen = {"moved": moved, "updated_at": call.now}
        return Decision(writes=[Merge(snapshot.path, seen, expect=snapshot.version)])
    if call.now - document.updated_at < STUCK_AFTER * 2**document.replays:
        return Decision()
    if call.now - document.created_at > GIVE_UP_AFTER:
        log("ERROR", "import is stuck for 7 days and needs a person", importid=snapshot.path)
        lost = {"state": ImportState.STUCK.value, "updated_at": call.now}
        return Decision(writes=[Merge(snapshot.path, lost, expect=snapshot.version)])
    replays = document.replays + 1
    again = RosterReceived(bucket=document.bucket, name=document.name, generation=f"{document.generation}.r{replays}")
    marked = {"replays": replays, "updated_at": call.now}
    log("WARNING", "import replayed", importid=snapshot.path, replays=replays)
    return Decision(
        writes=[Merge(snapshot.path, marked, expect=snapshot.version)], events=[Emit(again, key=snapshot.path)]
    )
