"""A gRPC channel to Firestore and the three calls we make on it.

Reads are retried by gRPC itself (service config), inside the time-out. A commit is sent once: sent twice, it could be
refused because of its own first success, or count an increment twice.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import grpc
from google.api_core import grpc_helpers
from grpc.experimental import ChannelOptions

from belajar.cloud.firestore_types import types

SERVICE: Final = "google.firestore.v1.Firestore"
HOST: Final = "firestore.googleapis.com:443"
SCOPES: Final = ("https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/datastore")

BatchGetRequest: Final = types.BatchGetDocumentsRequest.pb()
BatchGetResponse: Final = types.BatchGetDocumentsResponse.pb()
RunQueryRequest: Final = types.RunQueryRequest.pb()
RunQueryResponse: Final = types.RunQueryResponse.pb()
CommitRequest: Final = types.CommitRequest.pb()
CommitResponse: Final = types.CommitResponse.pb()

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
class Calls:
    """Callables of one channel, with plain protobuf in and out; they raise grpc.RpcError."""

    channel: grpc.Channel
    batch_get: Callable[..., Iterator[Any]]
    run_query: Callable[..., Iterator[Any]]
    commit: Callable[..., Any]


def open_calls(emulator: str | None) -> Calls:
    """A channel to the emulator at this host, or to Google with the credentials of this machine."""
    if emulator:
        channel = grpc.insecure_channel(emulator, options=_OPTIONS)
    else:
        channel = grpc_helpers.create_channel(HOST, default_scopes=SCOPES, options=_OPTIONS)

    def call(make: Callable[..., Any], method: str, request: Any, response: Any) -> Any:
        return make(
            f"/{SERVICE}/{method}",
            request_serializer=request.SerializeToString,
            response_deserializer=response.FromString,
        )

    return Calls(
        channel,
        call(channel.unary_stream, "BatchGetDocuments", BatchGetRequest, BatchGetResponse),
        call(channel.unary_stream, "RunQuery", RunQueryRequest, RunQueryResponse),
        call(channel.unary_unary, "Commit", CommitRequest, CommitResponse),
    )
