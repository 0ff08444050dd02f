"""Counts of an import, spread over shards: a document takes about one write a second in Firestore, and 40 accounts a
second are made.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping

from belajar.ports import Increment, Merge, Store

SHARDS = 64


def count_progress(import_id: str, spread: str, counts: Mapping[str, int]) -> Merge:
    """Add to the import's counts; `spread` (any id) chooses the shard, so that a retry meets the same one."""
    shard = hashlib.sha256(spread.encode()).digest()[0] % SHARDS
    return Merge(shard_path(import_id, shard), {name: Increment(by) for name, by in counts.items() if by})


def progress(store: Store, import_id: str) -> Counter[str]:
    """The counts now, in one read round trip."""
    total: Counter[str] = Counter()
    for snapshot in store.get(*(shard_path(import_id, shard) for shard in range(SHARDS))):
        total.update(snapshot.data if snapshot else {})
    return total


def answered(counts: Counter[str]) -> int:
    """How many of the requested accounts have their outcome, whichever import's request it came by."""
    return counts["accounts_made"] + counts["accounts_refused"] + counts["accounts_found"]


def shard_path(import_id: str, shard: int) -> str:
    """`stats/import:<id>:<shard>`"""
    return f"stats/import:{import_id}:{shard}"
