"""Reads infra/topology.yaml into typed values, and refuses a list that could not work."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from belajar.embedded.bus import Subscription
from schemas.events import CATALOGUE

TOPOLOGY: Final = Path(__file__).parent.parent / "infra" / "topology.yaml"
DEAD_LETTERS: Final = "dead-letters"
"""Topic and pull subscription that take what every push subscription gives up."""

Seconds = Annotated[int, Field(gt=0)]


class Part(BaseModel):
    """Base: a key that nobody reads is a slip of the pen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Function(Part):
    """A deployed function."""

    purpose: str
    uses: list[str] = Field(min_length=1)
    publishes: list[str]
    buckets: dict[str, Literal["read", "create", "write"]] = {}
    routes: list[str] = []
    timeout_seconds: Seconds
    concurrency: int = Field(gt=0)
    min_instances: int = Field(ge=0)
    max_instances: int = Field(gt=0)
    cpu: int = Field(default=1, ge=1)
    memory_mb: int = Field(default=512, ge=256)


class Listening(Part):
    """Who listens to one topic, and how patient the delivery is. Bounds: Pub/Sub's own."""

    functions: list[str] = Field(min_length=1)
    foreign: Literal["storage-notification", "schedule"] | None = None
    lease_seconds: Seconds
    ack_deadline_seconds: int = Field(ge=10, le=600)
    min_backoff_seconds: int = Field(ge=0, le=600)
    max_backoff_seconds: int = Field(ge=0, le=600)
    max_delivery_attempts: int = Field(ge=5, le=100)
    retention_days: int = Field(gt=0, le=31)


class Schedule(Part):
    """Cloud Scheduler publishes an empty message to the topic."""

    topic: str
    cron: str


class Bucket(Part):
    """`notifies`: topic that hears of new objects whose name begins with `prefix`."""

    notifies: str | None = None
    prefix: str = ""
    retention_days: int = Field(gt=0)


class Topology(Part):
    """The whole list. `subscriptions` by topic, with the defaults filled in."""

    functions: dict[str, Function]
    subscriptions: dict[str, Listening]
    schedules: dict[str, Schedule]
    buckets: dict[str, Bucket]
    indexes: list[Any]
    unindexed: dict[str, list[str]]
    indexed: dict[str, list[str]]
    ttl: dict[str, str]

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, raw: dict[str, Any]) -> dict[str, Any]:
        rest = dict(raw)
        defaults = rest.pop("subscriptions_defaults", {})
        rest["subscriptions"] = {topic: defaults | own for topic, own in rest["subscriptions"].items()}
        return rest

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if problems := [*self._wrong_times(), *self._wrong_names()]:
            raise ValueError("; ".join(problems))
        return self

    def deliveries(self) -> list[Subscription]:
        """What the bus must know; a subscription is called `<topic>.<function>`."""
        return [
            Subscription(
                name=f"{topic}.{function}",
                topic=topic,
                function=function,
                ack_deadline_seconds=listening.ack_deadline_seconds,
                min_backoff_seconds=listening.min_backoff_seconds,
                max_backoff_seconds=listening.max_backoff_seconds,
                max_delivery_attempts=listening.max_delivery_attempts,
            )
            for topic, listening in self.subscriptions.items()
            for function in listening.functions
        ]

    def concurrency(self) -> dict[str, int]:
        """Messages at a time, of every function that listens."""
        listening = {subscription.function for subscription in self.deliveries()}
        return {name: function.concurrency for name, function in self.functions.items() if name in listening}

    def retention(self, topic: str) -> timedelta:
        """How long an unacknowledged message is kept."""
        return timedelta(days=self.subscriptions[topic].retention_days)

    def _wrong_times(self) -> list[str]:
        problems = []
        for topic, listening in self.subscriptions.items():
            longest = max((self.functions[name].timeout_seconds for name in self._known(listening)), default=0)
            # A run must end before its claim may be taken over, and that before Pub/Sub delivers again.
            if not longest < listening.lease_seconds <= listening.ack_deadline_seconds:
                problems.append(f"{topic}: timeout < lease <= ack deadline does not hold")
            if listening.min_backoff_seconds > listening.max_backoff_seconds:
                problems.append(f"{topic}: backoff begins above its maximum")
        return problems

    def _wrong_names(self) -> list[str]:
        events = {model.topic() for model in CATALOGUE.values()}
        published = [schedule.topic for schedule in self.schedules.values()]
        published += [bucket.notifies for bucket in self.buckets.values() if bucket.notifies]
        unknown = [name for listening in self.subscriptions.values() for name in listening.functions]
        return [
            *(f"{topic}: nobody listens" for topic in sorted(events - self.subscriptions.keys())),
            *(f"{topic}: no such event" for topic in sorted(self.subscriptions.keys() - events)),
            *(f"{topic}: nobody listens" for topic in published if topic not in self.subscriptions),
            *(f"{name}: no such function" for name in unknown if name not in self.functions),
        ]

    def _known(self, listening: Listening) -> list[str]:
        return [name for name in listening.functions if name in self.functions]


def read_topology(path: Path = TOPOLOGY) -> Topology:
    """Raises pydantic.ValidationError that names every problem."""
    return Topology.model_validate(yaml.safe_load(path.read_text()))


@cache
def topology() -> Topology:
    """The one of this checkout."""
    return read_topology()
