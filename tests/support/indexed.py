"""A store that answers only what Firestore could answer with the indexes of infra/topology.yaml."""

from collections.abc import Sequence

from belajar.ports import Query, Snapshot, Store, Write
from devstack.topology import topology


class IndexedStore:
    """Equality beside an order of another field needs a composite index: its fields in ABC order, then the order."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, *paths: str) -> list[Snapshot | None]:
        return self._store.get(*paths)

    def query(self, query: Query) -> list[Snapshot]:
        equal = sorted(field for field, op, _ in query.where if op == "==")
        if equal and query.order_by:
            needed = {"collection": query.collection, "fields": [*equal, query.order_by]}
            assert needed in topology().indexes, f"no composite index {needed}"
        return self._store.query(query)

    def commit(self, writes: Sequence[Write]) -> list[str]:
        return self._store.commit(writes)
