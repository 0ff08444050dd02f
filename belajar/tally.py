"""What a store did, counted as Firestore bills it: the bench turns it into a price."""

from collections import Counter
from collections.abc import Sequence
from threading import Lock

from belajar.ports import Delete, Write


class Tally:
    """Counts reads, writes and deletes (documents), queries and rpcs (commits that were carried out).

    A missing document and an empty query count as one read each, as Firestore bills them. Safe for threads.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._lock = Lock()

    def got(self, documents: int) -> None:
        """One read of so many documents."""
        self._add(rpcs=1, reads=documents)

    def queried(self, documents: int) -> None:
        """One query that found so many documents."""
        self._add(rpcs=1, queries=1, reads=max(1, documents))

    def committed(self, writes: Sequence[Write]) -> None:
        """One commit."""
        deletes = sum(isinstance(write, Delete) for write in writes)
        self._add(rpcs=1, writes=len(writes) - deletes, deletes=deletes)

    def _add(self, **amounts: int) -> None:
        with self._lock:
            for name, amount in amounts.items():
                self.counts[name] += amount
