"""One resource of Google's REST APIs at a time. What JSON leaves out there is a zero or an empty text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from devstack.deployed.invoking import EVERYBODY
from devstack.deployed.measures import cpus, megabytes, retention_days, seconds
from devstack.deployed.model import (
    AUTOMATIC,
    Bucket,
    Database,
    FieldSettings,
    Function,
    Index,
    Schedule,
    Subscription,
    index_name,
    last_part,
)

Json = dict[str, Any]
_COLLECTION: Final = re.compile(r"/collectionGroups/([^/]+)/")


def function_of(own: Json, invokers: set[str]) -> Function:
    """Cloud Functions v2."""
    settings = own.get("serviceConfig", {})
    return Function(
        timeout_seconds=settings.get("timeoutSeconds", 0),
        concurrency=settings.get("maxInstanceRequestConcurrency", 1),
        min_instances=settings.get("minInstanceCount", 0),
        max_instances=settings.get("maxInstanceCount", 0),
        cpu=cpus(settings.get("availableCpu")),
        memory_mb=megabytes(settings.get("availableMemory")),
        ingress=settings.get("ingressSettings", "ALLOW_ALL"),
        public=bool(invokers & EVERYBODY),
        state=own.get("state", "STATE_UNSPECIFIED"),
    )


def subscription_of(own: Json, addresses: Mapping[str, str], invokers: Mapping[str, set[str]]) -> Subscription:
    """Pub/Sub. Without a retry policy it delivers again at once, without an expiration policy it expires."""
    push, retry, dead = own.get("pushConfig", {}), own.get("retryPolicy", {}), own.get("deadLetterPolicy", {})
    endpoint, identity = push.get("pushEndpoint", ""), push.get("oidcToken", {}).get("serviceAccountEmail")
    service = addresses.get(endpoint, endpoint)
    return Subscription(
        topic=last_part(own["topic"]),
        service=service,
        ack_deadline_seconds=own.get("ackDeadlineSeconds", 0),
        retention_seconds=seconds(own.get("messageRetentionDuration")),
        min_backoff_seconds=seconds(retry.get("minimumBackoff")),
        max_backoff_seconds=seconds(retry.get("maximumBackoff")),
        max_delivery_attempts=dead.get("maxDeliveryAttempts", 0),
        dead_letter_topic=last_part(dead.get("deadLetterTopic", "")),
        signed=f"serviceAccount:{identity}" in invokers.get(service, ()),
        expires="expirationPolicy" not in own or "ttl" in own["expirationPolicy"],
    )


def schedule_of(own: Json) -> Schedule:
    """Cloud Scheduler."""
    target = own.get("pubsubTarget", {})
    return Schedule(
        topic=last_part(target.get("topicName", "")),
        cron=own.get("schedule", ""),
        time_zone=own.get("timeZone", ""),
        type=target.get("attributes", {}).get("ce-type", ""),
        paused=own.get("state") != "ENABLED",
    )


def index_of(own: Json) -> tuple[str, Index]:
    """A composite index of Firestore."""
    fields = [(one["fieldPath"], one.get("order")) for one in own["fields"]]
    return index_name(_collection(own), fields, own.get("queryScope")), Index(own.get("state", ""))


def field_of(own: Json) -> tuple[str, FieldSettings]:
    """A field of Firestore with settings of its own."""
    config, path = own.get("indexConfig", {}), last_part(own["name"]).strip("`")
    orders = sorted(one["fields"][0].get("order", "CONTAINS") for one in config.get("indexes", []))
    indexes = AUTOMATIC if config.get("usesAncestorConfig") else ", ".join(orders) or "none"
    return f"{_collection(own)}.{path}", FieldSettings(indexes, "ttlConfig" in own)


def bucket_of(own: Json, notifications: Sequence[Json]) -> Bucket:
    """Cloud Storage. A 64-bit number is a text in JSON."""
    rules = [
        (rule["action"]["type"], _terraformed(rule["condition"])) for rule in own.get("lifecycle", {}).get("rule", ())
    ]
    told = [f"{last_part(one['topic'])} {one.get('object_name_prefix', '')}".rstrip() for one in notifications]
    return Bucket(
        location=own.get("location", "").lower(),
        retention_days=retention_days(rules),
        soft_delete_seconds=int(own.get("softDeletePolicy", {}).get("retentionDurationSeconds", 0)),
        versioned=own.get("versioning", {}).get("enabled", False),
        public_access_prevented=own.get("iamConfiguration", {}).get("publicAccessPrevention") == "enforced",
        notifies="; ".join(told),
    )


def database_of(own: Json) -> Database:
    """Firestore."""
    return Database(
        location=own.get("locationId", ""),
        type=own.get("type", ""),
        point_in_time_recovery=own.get("pointInTimeRecoveryEnablement") == "POINT_IN_TIME_RECOVERY_ENABLED",
        delete_protection=own.get("deleteProtectionState") == "DELETE_PROTECTION_ENABLED",
    )


def _terraformed(condition: Json) -> Json:
    """`isLive` narrows whichever way it is: false means archived ones only."""
    return {name: str(value) if name == "isLive" else value for name, value in condition.items()}


def _collection(own: Json) -> str:
    found = _COLLECTION.search(own["name"])
    return found[1] if found else ""
