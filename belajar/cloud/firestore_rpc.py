"""The three RPCs of Firestore we use, on a bare gRPC channel: the client library's layers cost twice the CPU."""

import os
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

from belajar.cloud.firestore_channel import BatchGetRequest, Calls, RunQueryRequest, open_calls

TIMEOUT_SECONDS: Final = 10.0


class FirestoreRpc:
    """Speaks to one database, or to the emulator named by FIRESTORE_EMULATOR_HOST when it was made.

    Raises grpc.RpcError. The channel is opened by the first call, because a server may fork before it.
    """

    def __init__(self, project: str, database: str) -> None:
        self.database = f"projects/{project}/databases/{database}"
        self.documents = f"{self.database}/documents"
        self._emulator = os.environ.get("FIRESTORE_EMULATOR_HOST")
        self._by_database = self._metadata("database", self.database)
        self._by_parent = self._metadata("parent", self.documents)
        self._opening = Lock()
        self._calls: Calls | None = None

    def close(self) -> None:
        """Close the channel; the next call opens a new one."""
        with self._opening:
            if self._calls:
                self._calls.channel.close()
            self._calls = None

    def batch_get(self, names: Sequence[str]) -> list[Any]:
        """BatchGetDocuments by full resource names, in any order."""
        request = BatchGetRequest(database=self.database, documents=names)
        return list(self._open().batch_get(request, timeout=TIMEOUT_SECONDS, metadata=self._by_database))

    def run_query(self, query: Any) -> list[Any]:
        """RunQuery; some responses may be without a document."""
        request = RunQueryRequest(parent=self.documents, structured_query=query)
        return list(self._open().run_query(request, timeout=TIMEOUT_SECONDS, metadata=self._by_parent))

    def commit(self, request: Any) -> Any:
        """Commit of all writes in the request, sent once."""
        return self._open().commit(request, timeout=TIMEOUT_SECONDS, metadata=self._by_database)

    def _metadata(self, key: str, value: str) -> list[tuple[str, str]]:
        routing = ("x-goog-request-params", urlencode({key: value}, safe="/"))
        metadata = [("google-cloud-resource-prefix", self.database), routing]
        return [*metadata, ("authorization", "Bearer owner")] if self._emulator else metadata

    def _open(self) -> Calls:
        if self._calls is None:
            with self._opening:
                self._calls = self._calls or open_calls(self._emulator)
        return self._calls
