"""What a project should have: infra/topology.yaml in the form of a deployed project."""

from typing import Any, Final

from devstack.deployed.model import (
    Bucket,
    Database,
    Deployed,
    FieldSettings,
    Function,
    Index,
    Schedule,
    Subscription,
    Topic,
    index_name,
)
from devstack.topology import DEAD_LETTERS, Topology
from schemas.events import CATALOGUE

TIME_ZONE: Final = "Asia/Jakarta"
DAY_SECONDS: Final = 86_400
INGRESS: Final = {True: "ALLOW_INTERNAL_AND_GCLB", False: "ALLOW_INTERNAL_ONLY"}
"""By whether the function has routes: past the load balancer a caller would write his own origin."""
LONGEST_RETENTION_DAYS: Final = 31
"""Of dead letters: as long as Pub/Sub keeps anything."""


def wanted(topology: Topology, region: str, database: str) -> Deployed:
    """Everything the topology decides; the database's name and region are the environment's."""
    return Deployed(
        functions=_functions(topology),
        topics={name: Topic() for name in (*topology.subscriptions, DEAD_LETTERS)},
        subscriptions=_subscriptions(topology) | {DEAD_LETTERS: _dead_letters()},
        schedules=_schedules(topology),
        indexes={_index(index["collection"], index["fields"]): Index("READY") for index in topology.indexes},
        fields=_fields(topology),
        buckets={
            name: _bucket(region, own.retention_days, own.notifies, own.prefix)
            for name, own in topology.buckets.items()
        },
        databases={database: Database(region, "FIRESTORE_NATIVE", point_in_time_recovery=True, delete_protection=True)},
    )


def service_of(function: str) -> str:
    """Cloud Run takes no underscore in the name of a service."""
    return function.replace("_", "-")


def _functions(topology: Topology) -> dict[str, Function]:
    return {
        service_of(name): Function(
            timeout_seconds=own.timeout_seconds,
            concurrency=own.concurrency,
            min_instances=own.min_instances,
            max_instances=own.max_instances,
            cpu=own.cpu,
            memory_mb=own.memory_mb,
            ingress=INGRESS[bool(own.routes)],
            public=bool(own.routes),
            state="ACTIVE",
        )
        for name, own in topology.functions.items()
    }


def _subscriptions(topology: Topology) -> dict[str, Subscription]:
    return {
        own.name: Subscription(
            topic=own.topic,
            service=service_of(own.function),
            ack_deadline_seconds=int(own.ack_deadline_seconds),
            retention_seconds=topology.retention(own.topic).total_seconds(),
            min_backoff_seconds=own.min_backoff_seconds,
            max_backoff_seconds=own.max_backoff_seconds,
            max_delivery_attempts=own.max_delivery_attempts,
            dead_letter_topic=DEAD_LETTERS,
            signed=True,
            expires=False,
        )
        for own in topology.deliveries()
    }


def _dead_letters() -> Subscription:
    """Pulled by whoever is on call, so nothing of a push is decided."""
    unset: dict[str, Any] = dict.fromkeys(("ack_deadline_seconds", "min_backoff_seconds", "max_backoff_seconds"))
    return Subscription(
        topic=DEAD_LETTERS,
        service="",
        retention_seconds=LONGEST_RETENTION_DAYS * DAY_SECONDS,
        max_delivery_attempts=0,
        dead_letter_topic="",
        signed=False,
        expires=False,
        **unset,
    )


def _schedules(topology: Topology) -> dict[str, Schedule]:
    types = {model.topic(): model.type for model in CATALOGUE.values()}
    return {
        name: Schedule(own.topic, own.cron, TIME_ZONE, types[own.topic], paused=False)
        for name, own in topology.schedules.items()
    }


def _fields(topology: Topology) -> dict[str, FieldSettings]:
    """A field of a time to live is never indexed: an index that grows with time caps a collection's writes."""
    off = {(collection, name) for collection, names in topology.unindexed.items() for name in names}
    on = {(collection, name) for collection, names in topology.indexed.items() for name in names}
    lives = set(topology.ttl.items())
    return {
        f"{collection}.{name}": FieldSettings(
            "ASCENDING" if (collection, name) in on else "none", (collection, name) in lives
        )
        for collection, name in off | on | lives
    }


def _index(collection: str, paths: list[str]) -> str:
    return index_name(collection, [(path, "ASCENDING") for path in paths])


def _bucket(region: str, retention_days: int, notifies: str | None, prefix: str) -> Bucket:
    return Bucket(
        location=region,
        retention_days=retention_days,
        soft_delete_seconds=0,
        versioned=False,
        public_access_prevented=True,
        notifies=f"{notifies} {prefix}".rstrip() if notifies else "",
    )
