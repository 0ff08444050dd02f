"""The three RPCs of Firestore we use, on a bare gRPC channel: no layer of ours or Google's wraps them per call.

Reads are retried by gRPC itself (service config), inside the time-out. A commit is sent once: sent twice, it could be
refused because of its own first success, or count an increment twice.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import grpc
from google.api_core.gapic_v1 import routing_header
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import firestore
from grpc.experimental import ChannelOptions

TIMEOUT_SECONDS: Final = 10.0
SERVICE: Final = "google.firestore.v1.Firestore"
HOST: Final = "firestore.googleapis.com:443"

BatchGetRequest: Final = firestore.BatchGetDocumentsRequest.pb()
BatchGetResponse: Final = firestore.BatchGetDocumentsResponse.pb()
RunQueryRequest: Final = firestore.RunQueryRequest.pb()
RunQueryResponse: Final = firestore.RunQueryResponse.pb()
CommitRequest: Final = firestore.CommitRequest.pb()
CommitResponse: Final = firestore.CommitResponse.pb()

_RETRIED_READS: Final = {
    "name": [{"service": SERVICE, "method": method} for method in ("BatchGetDocuments", "RunQuery")],
    "retryPolicy": {
        "maxAttempts": 4,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 3,
        "retryableStatusCodes": ["UNAVAILABLE", "INTERNAL", "RESOURCE_EXHAUSTED", "ABORTED"],
    },
}
_OPTIONS: Final = [
    # The calling thread waits for the answer itself: half the CPU of the default, which starts a thread per stream.
    (ChannelOptions.SingleThreadedUnaryStream, 1),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.service_config", json.dumps({"methodConfig": [_RETRIED_READS]})),
]


@dataclass(frozen=True, slots=True)
class _Calls:
    channel: grpc.Channel
    batch_get: Callable[..., Iterator[Any]]
    run_query: Callable[..., Iterator[Any]]
    commit: Callable[..., Any]


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
        self._calls: _Calls | None = None

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
        routing: tuple[str, str] = routing_header.to_grpc_metadata(((key, value),))
        metadata = [("google-cloud-resource-prefix", self.database), routing]
        return [*metadata, ("authorization", "Bearer owner")] if self._emulator else metadata

    def _open(self) -> _Calls:
        if self._calls is None:
            with self._opening:
                self._calls = self._calls or _calls(self._emulator)
        return self._calls


def _calls(emulator: str | None) -> _Calls:
    if emulator:
        channel = grpc.insecure_channel(emulator, options=_OPTIONS)
    else:
        channel = FirestoreGrpcTransport.create_channel(HOST, options=_OPTIONS)

    def call(make: Callable[..., Any], method: str, request: Any, response: Any) -> Any:
        return make(
            f"/{SERVICE}/{method}",
            request_serializer=request.SerializeToString,
            response_deserializer=response.FromString,
        )

    return _Calls(
        channel,
        call(channel.unary_stream, "BatchGetDocuments", BatchGetRequest, BatchGetResponse),
        call(channel.unary_stream, "RunQuery", RunQueryRequest, RunQueryResponse),
        call(channel.unary_unary, "Commit", CommitRequest, CommitResponse),
    )
