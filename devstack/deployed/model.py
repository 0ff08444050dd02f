"""One form for what should be there, what Terraform plans and what Google has, so that comparing them is one loop.

A setting that is None is not known (a plan does not know what Google will answer) and is not compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

SECTIONS: Final = ("functions", "topics", "subscriptions", "schedules", "indexes", "fields", "buckets", "databases")
AUTOMATIC: Final = "automatic"
"""Indexes of a field that has no settings of its own."""


@dataclass(frozen=True, slots=True)
class Function:
    """By the name of its Cloud Run service. `public`: anybody at all may invoke it."""

    timeout_seconds: int | None
    concurrency: int | None
    min_instances: int | None
    max_instances: int | None
    cpu: float | None
    memory_mb: float | None
    ingress: str | None
    public: bool | None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Nothing but its being there."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """`service`: whom it pushes to, or the address if that is no function; empty = somebody pulls."""

    topic: str | None
    service: str | None
    ack_deadline_seconds: int | None
    retention_seconds: float | None
    min_backoff_seconds: float | None
    max_backoff_seconds: float | None
    max_delivery_attempts: int | None
    dead_letter_topic: str | None
    signed: bool | None
    """Pushes carry a token of an identity that may invoke the service."""
    expires: bool | None
    """Pub/Sub removes it when it has had no traffic for long."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Publishes to `topic`; `type` is the attribute that makes the message an event of ours."""

    topic: str | None
    cron: str | None
    time_zone: str | None
    type: str | None
    paused: bool | None


@dataclass(frozen=True, slots=True)
class Index:
    """By `collection: field, field desc`. A state that is not READY answers no query."""

    state: str | None = None


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """By `collection.field`. `indexes`: orders, `none`, or what is automatic."""

    indexes: str | None
    ttl: bool | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """By its name in the topology. `retention_days` 0: kept for ever. `notifies`: `topic prefix`, empty = nobody."""

    location: str | None
    retention_days: int | None
    soft_delete_seconds: int | None
    versioned: bool | None
    public_access_prevented: bool | None
    notifies: str | None


@dataclass(frozen=True, slots=True)
class Database:
    """The documents."""

    location: str | None
    type: str | None
    point_in_time_recovery: bool | None
    delete_protection: bool | None


@dataclass(frozen=True, slots=True)
class Deployed:
    """A project, section by section, each by name."""

    functions: Mapping[str, Function] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    subscriptions: Mapping[str, Subscription] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    indexes: Mapping[str, Index] = field(default_factory=dict)
    fields: Mapping[str, FieldSettings] = field(default_factory=dict)
    buckets: Mapping[str, Bucket] = field(default_factory=dict)
    databases: Mapping[str, Database] = field(default_factory=dict)

    def section(self, name: str) -> Mapping[str, Any]:
        """One of SECTIONS."""
        found: Mapping[str, Any] = getattr(self, name)
        return found


class UnreadableError(Exception):
    """A project or plan cannot be read; the text is one sentence for the person who asked."""


def last_part(name: str) -> str:
    """Short name of `projects/P/topics/T` and the like."""
    return name.rstrip("/").rpartition("/")[2]


def index_name(collection: str, fields: Sequence[tuple[str, str | None]], scope: str | None = None) -> str:
    """Name of a composite index, with whatever is not usual in it: another order answers other queries.

    Firestore ends every one with `__name__`, which nobody writes down. An order of None is a list's CONTAINS.
    """
    own = fields[:-1] if fields[-1:] and fields[-1][0] == "__name__" else fields
    words = {"ASCENDING": "", "DESCENDING": " desc"}
    paths = ", ".join(path + words.get(order or "", " other") for path, order in own)
    return f"{collection}: {paths}{'' if scope in (None, 'COLLECTION') else f' ({scope})'}"
