"""The Store port on Cloud Firestore."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from belajar.cloud.firestore_channel import CommitRequest
from belajar.cloud.firestore_errors import translated
from belajar.cloud.firestore_query import structured_query
from belajar.cloud.firestore_rpc import FirestoreRpc
from belajar.cloud.firestore_values import read_fields
from belajar.cloud.firestore_writes import version, write_pb
from belajar.documents import check_commit_size, check_path, check_writes
from belajar.ports import Query, Snapshot, Write
from belajar.queries import check_query
from belajar.tally import Tally


class FirestoreStore:
    """One RPC per call, time-out 10 s, reads retried inside it. Versions are update times in microseconds.

    With FIRESTORE_EMULATOR_HOST set it speaks to the emulator. `counts` as in `belajar.tally.Tally`. Bad
    documents, paths and queries raise ValueError, everything else that goes wrong RetryableError.
    """

    def __init__(self, project: str, database: str) -> None:
        self._rpc = FirestoreRpc(project, database)
        self._names = f"{self._rpc.documents}/"
        self._tally = Tally()

    @property
    def counts(self) -> Counter[str]:
        """Operations so far."""
        return self._tally.counts

    def close(self) -> None:
        """Close the channel; the store stays usable."""
        self._rpc.close()

    def get(self, *paths: str) -> list[Snapshot | None]:
        """One BatchGetDocuments, whatever the number of paths."""
        for path in paths:
            check_path(path)
        names = [self._names + path for path in paths]
        with translated():
            responses = self._rpc.batch_get(names) if names else []
        found = {document.path: document for document in self._snapshots(responses, "found")}
        self._tally.got(len(paths))
        return [found.get(path) for path in paths]

    def query(self, query: Query) -> list[Snapshot]:
        """One RunQuery. A missing composite index is a RetryableError: it may be in the making."""
        check_query(query)
        with translated():
            responses = self._rpc.run_query(structured_query(query, self._rpc.documents))
        found = list(self._snapshots(responses, "document"))
        self._tally.queried(len(found))
        return found

    def commit(self, writes: Sequence[Write]) -> list[str]:
        """One Commit, never resent: after RetryableError the writes may have happened.

        Contention (ABORTED: nothing written) is a PreconditionError as well, because the remedy is the same.
        """
        check_writes(writes)
        request = CommitRequest(
            database=self._rpc.database, writes=[write_pb(self._names + write.path, write) for write in writes]
        )
        check_commit_size(request.ByteSize())
        with translated(writes):
            results = self._rpc.commit(request).write_results
        self._tally.committed(writes)
        return [version(result) for result in results]

    def _snapshots(self, responses: list[Any], field: str) -> Iterator[Snapshot]:
        for response in responses:
            if response.HasField(field):
                document = getattr(response, field)
                path = document.name.removeprefix(self._names)
                yield Snapshot(path, read_fields(document.fields), version(document))
