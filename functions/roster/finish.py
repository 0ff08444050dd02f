"""Ends an import when its last chunk is read: joins the rejects and takes the totals."""

from collections import Counter

from belajar.decision import Call, Decision
from belajar.ports import Merge
from belajar.progress import SHARDS, shard_path
from functions.roster.deps import Deps, import_path, read_import
from functions.roster.rejects import join_parts
from schemas.events import ImportAdvanced
from schemas.imports import ROW_COUNTS, ImportState


def finish(event: ImportAdvanced, call: Call, deps: Deps) -> Decision:
    """Idempotent; does nothing before the last chunk is committed and after the import has ended."""
    path = import_path(event.import_id)
    snapshot, *shards = deps.store.get(path, *(shard_path(event.import_id, shard) for shard in range(SHARDS)))
    roster, version = read_import(snapshot)
    counts: Counter[str] = Counter()
    for shard in shards:
        counts.update(shard.data if shard else {})
    if roster.state is not ImportState.READING or counts["chunks_done"] < roster.chunks:
        return Decision()
    ended = {
        "state": ImportState.FINISHED,
        "totals": {name: counts[name] for name in ROW_COUNTS},
        "rejects": join_parts(deps.files, roster.bucket, event.import_id),
        "updated_at": call.now,
    }
    return Decision(writes=[Merge(path, ended, expect=version)])
