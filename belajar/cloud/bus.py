"""Publish to Pub/Sub through the generated client, in the calling thread: CPU stops when a function has answered.

The library is imported at the first publish, because the look-up of a citizen loads this module and rarely publishes.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

from belajar.errors import Reason, RetryableError
from belajar.ports import Message

if TYPE_CHECKING:
    from google.api_core.retry import Retry
    from google.pubsub_v1 import PublisherClient
    from google.pubsub_v1.types import PubsubMessage

MAX_MESSAGES: Final = 1000
MAX_BYTES: Final = 9_000_000
"""Of one call; Pub/Sub's limit is 10 MB."""
CALL_SECONDS: Final = 10.0
PATIENCE_SECONDS: Final = 20.0
"""Over all tries of one call: the client's own default is 600, longer than any function lives."""
_MESSAGE_OVERHEAD_BYTES: Final = 64


class PubsubBus:
    """Messages to topics of one project. `counts` tallies `messages` and `rpcs`.

    Honours PUBSUB_EMULATOR_HOST. An unknown topic is a LookupError, a message Pub/Sub refuses a ValueError: slips of
    the programmer or the deployment, which must not look like a passing fault.
    """

    def __init__(self, project: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._project = project
        self._patience_seconds = patience_seconds
        self.counts: Counter[str] = Counter()

    def publish(self, messages: Sequence[Message]) -> None:
        """As the port: one call per topic and batch."""
        topics: dict[str, list[Message]] = {}
        for message in messages:
            topics.setdefault(message.topic, []).append(message)
        for topic, own in topics.items():
            for batch in batches(own):
                self._publish_batch(topic, batch)

    def close(self) -> None:
        """Close the channel; a later publish opens another."""
        if client := self.__dict__.pop("_client", None):
            client.transport.close()

    @cached_property
    def _client(self) -> "PublisherClient":
        return publisher_client()

    def _publish_batch(self, topic: str, batch: Sequence[Message]) -> None:
        path = f"projects/{self._project}/topics/{topic}"
        with _translated(topic):
            encoded = [_encoded(message) for message in batch]
            retry = _retry(self._patience_seconds)
            self._client.publish(topic=path, messages=encoded, retry=retry, timeout=CALL_SECONDS)
        self.counts.update(messages=len(batch), rpcs=1)


def batches(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Cut into runs that fit into one call."""
    batch: list[Message] = []
    room = MAX_BYTES
    for message in messages:
        size = _size(message)
        if batch and (len(batch) == MAX_MESSAGES or size > room):
            yield batch
            batch, room = [], MAX_BYTES
        batch.append(message)
        room -= size
    if batch:
        yield batch


def publisher_client() -> "PublisherClient":
    """Client of Google, or of the emulator that the environment names."""
    from google.pubsub_v1 import PublisherClient
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

    if emulator := os.environ.get("PUBSUB_EMULATOR_HOST"):
        import grpc

        channel = grpc.insecure_channel(emulator)
        return PublisherClient(transport=PublisherGrpcTransport(channel=channel))
    return PublisherClient()


def _size(message: Message) -> int:
    attributes = sum(len(key.encode()) + len(value.encode()) for key, value in message.attributes.items())
    return len(message.data) + attributes + _MESSAGE_OVERHEAD_BYTES * (1 + len(message.attributes))


def _retry(patience_seconds: float) -> "Retry":
    """Twice published is harmless, so every passing fault is tried again; the list is the client's own."""
    from google.api_core import exceptions
    from google.api_core.retry import Retry, if_exception_type

    passing = if_exception_type(
        exceptions.Aborted,
        exceptions.Cancelled,
        exceptions.DeadlineExceeded,
        exceptions.InternalServerError,
        exceptions.ResourceExhausted,
        exceptions.ServiceUnavailable,
        exceptions.Unknown,
    )
    return Retry(predicate=passing, initial=0.1, maximum=5.0, timeout=patience_seconds)


def _encoded(message: Message) -> "PubsubMessage":
    from google.pubsub_v1.types import PubsubMessage

    return PubsubMessage(data=message.data, attributes=dict(message.attributes))


@contextmanager
def _translated(topic: str) -> Iterator[None]:
    from google.api_core.exceptions import GoogleAPIError, InvalidArgument, NotFound
    from google.auth.exceptions import GoogleAuthError

    try:
        yield
    except NotFound as error:
        raise LookupError(f"no topic {topic!r}") from error
    except InvalidArgument as error:
        raise ValueError(f"Pub/Sub refuses a message for topic {topic!r}") from error
    except (GoogleAPIError, GoogleAuthError) as error:
        raise RetryableError(Reason.BUS_UNAVAILABLE, type(error).__name__) from error
