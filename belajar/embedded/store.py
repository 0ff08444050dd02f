"""The Store port on one SQLite file: what a laptop and most tests run on in place of Firestore."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from belajar.documents import check_path, check_writes
from belajar.embedded.commits import READ, apply, change_of
from belajar.embedded.database import Database
from belajar.embedded.documents import from_text
from belajar.embedded.queries import statement
from belajar.ports import Query, Snapshot, Write
from belajar.queries import check_query
from belajar.tally import Tally


class SqliteStore:
    """Safe for many threads and many processes; what is committed survives kill -9 (WAL).

    `counts` as in `belajar.tally.Tally`. Bad documents, paths and queries raise ValueError.
    """

    def __init__(self, path: Path) -> None:
        """Creates the folder and the database if they are not there."""
        self._database = Database(path)
        self._tally = Tally()

    @property
    def counts(self) -> Counter[str]:
        """Operations so far."""
        return self._tally.counts

    def close(self) -> None:
        """Close the idle connections; the store stays usable."""
        self._database.close()

    def get(self, *paths: str) -> list[Snapshot | None]:
        """One SELECT, whatever the number of paths."""
        for path in paths:
            check_path(path)
        with self._database.reading() as connection:
            found = {row[0]: _snapshot(*row) for row in connection.execute(READ, (json.dumps(paths),))}
        self._tally.got(len(paths))
        return [found.get(path) for path in paths]

    def query(self, query: Query) -> list[Snapshot]:
        """Looks at the documents of the collection only."""
        check_query(query)
        with self._database.reading() as connection:
            found = [_snapshot(*row) for row in connection.execute(*statement(query))]
        self._tally.queried(len(found))
        return found

    def commit(self, writes: Sequence[Write]) -> list[str]:
        """One write transaction; what can be prepared is prepared before others must wait for it."""
        check_writes(writes)
        changes = [change_of(write) for write in writes]
        with self._database.writing() as connection:
            versions = apply(connection, writes, changes)
        self._tally.committed(writes)
        return versions


def _snapshot(path: str, body: str, version: int) -> Snapshot:
    return Snapshot(path, from_text(body), str(version))
