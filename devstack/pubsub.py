"""The topology on Google's Pub/Sub emulator, and its dead letters. In the cloud, Terraform makes the same things."""

import os
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, cast

import grpc
from google.api_core.exceptions import AlreadyExists
from google.pubsub_v1 import SubscriberClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport
from google.pubsub_v1.types import PullRequest, PullResponse, ReceivedMessage

from belajar.cloud.bus import PubsubBus, publisher_client
from belajar.embedded.bus import DEAD_LETTER_PREFIX, DeadLetter, Subscription, rfc3339
from belajar.ports import Message
from devstack.topology import DEAD_LETTERS, Topology

Endpoint = Callable[[Subscription], str]
PULL: Final = 1000
PULL_SECONDS: Final = 10.0
DEAD_LETTER_ACK_SECONDS: Final = 600


def create_subscriptions(topology: Topology, project: str, endpoint_of: Endpoint) -> None:
    """Make all topics and push subscriptions; those that exist are pointed at the endpoint given. Idempotent."""
    with publisher_client() as publisher:
        for topic in (*topology.subscriptions, DEAD_LETTERS):
            with suppress(AlreadyExists):
                publisher.create_topic(name=_topic(project, topic))
    with subscriber_client() as subscriber:
        dead = {"topic": _topic(project, DEAD_LETTERS), "ack_deadline_seconds": DEAD_LETTER_ACK_SECONDS}
        with suppress(AlreadyExists):
            subscriber.create_subscription(request={"name": _subscription(project, DEAD_LETTERS), **dead})
        for own in topology.deliveries():
            _create(subscriber, project, own, endpoint_of(own), topology.retention(own.topic))


class PubsubDeadLetters:
    """What the push subscriptions of a project have given up: same verbs as the embedded bus."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._name = _subscription(project, DEAD_LETTERS)

    def dead_letters(self) -> list[DeadLetter]:
        """At most 1,000; they stay where they are."""
        with subscriber_client() as subscriber:
            received = self._pull(subscriber)
            self._give_back(subscriber, [message.ack_id for message in received])
        return [_dead_letter(message) for message in received]

    def replay(self, ids: Collection[str] | None = None) -> int:
        """Publish dead letters (None = all) to their topic again; returns how many.

        Each function of the topic hears it again; their ledgers make it a no-op where it was done.
        """
        bus = PubsubBus(self._project)
        with subscriber_client() as subscriber:
            received = self._pull(subscriber)
            chosen = [message for message in received if ids is None or message.message.message_id in ids]
            kept = {message.ack_id for message in received} - {message.ack_id for message in chosen}
            self._give_back(subscriber, kept)
            bus.publish([_revived(_dead_letter(message)) for message in chosen])
            if chosen:
                acks = [message.ack_id for message in chosen]
                subscriber.acknowledge(subscription=self._name, ack_ids=acks)
        bus.close()
        return len(chosen)

    def _pull(self, subscriber: SubscriberClient) -> list[ReceivedMessage]:
        """What is there now. The client's own `pull` waits, and one broken off takes a message along."""
        received: list[ReceivedMessage] = []
        request = PullRequest(subscription=self._name, max_messages=PULL, return_immediately=True)
        pull = cast("Callable[..., PullResponse]", subscriber.transport.pull)
        while len(received) < PULL:
            page = pull(request, timeout=PULL_SECONDS)
            if not page.received_messages:
                break
            received += page.received_messages
        return received

    def _give_back(self, subscriber: SubscriberClient, ack_ids: Collection[str]) -> None:
        if ack_ids:
            request = {"subscription": self._name, "ack_ids": list(ack_ids), "ack_deadline_seconds": 0}
            subscriber.modify_ack_deadline(request=request)


def subscriber_client() -> SubscriberClient:
    """Client of Google, or of the emulator that the environment names."""
    if emulator := os.environ.get("PUBSUB_EMULATOR_HOST"):
        channel = grpc.insecure_channel(emulator)
        return SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
    return SubscriberClient()


def push_request(project: str, own: Subscription, endpoint: str, retention: timedelta) -> dict[str, Any]:
    """The subscription as Pub/Sub is told, without the OIDC token, which the emulator does not send anyway."""
    return {
        "name": _subscription(project, own.name),
        "topic": _topic(project, own.topic),
        "push_config": {"push_endpoint": endpoint},
        "ack_deadline_seconds": int(own.ack_deadline_seconds),
        "message_retention_duration": retention,
        "retry_policy": {
            "minimum_backoff": timedelta(seconds=own.min_backoff_seconds),
            "maximum_backoff": timedelta(seconds=own.max_backoff_seconds),
        },
        "dead_letter_policy": {
            "dead_letter_topic": _topic(project, DEAD_LETTERS),
            "max_delivery_attempts": own.max_delivery_attempts,
        },
    }


def _create(subscriber: SubscriberClient, project: str, own: Subscription, endpoint: str, retention: timedelta) -> None:
    request = push_request(project, own, endpoint, retention)
    try:
        subscriber.create_subscription(request=request)
    except AlreadyExists:
        subscriber.modify_push_config(subscription=request["name"], push_config=request["push_config"])


def _dead_letter(received: ReceivedMessage) -> DeadLetter:
    message = received.message
    attributes = dict(message.attributes)
    return DeadLetter(
        id=message.message_id,
        subscription=attributes.get(f"{DEAD_LETTER_PREFIX}SourceSubscription", ""),
        attempts=int(attributes.get(f"{DEAD_LETTER_PREFIX}SourceDeliveryCount", "0")),
        published=attributes.get(f"{DEAD_LETTER_PREFIX}SourceTopicPublishTime", rfc3339(message.publish_time)),
        attributes=attributes,
        data=message.data,
    )


def _revived(letter: DeadLetter) -> Message:
    own = {key: value for key, value in letter.attributes.items() if not key.startswith(DEAD_LETTER_PREFIX)}
    topic = letter.subscription.rpartition(".")[0]
    return Message(topic, letter.data, own)


def _topic(project: str, name: str) -> str:
    return f"projects/{project}/topics/{name}"


def _subscription(project: str, name: str) -> str:
    return f"projects/{project}/subscriptions/{name}"
