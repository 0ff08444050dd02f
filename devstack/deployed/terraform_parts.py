"""One resource of the google provider at a time. What a plan leaves out is known only after apply: it becomes None."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

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

Values = dict[str, Any]
EVERYBODY: Final = frozenset({"allUsers", "allAuthenticatedUsers"})
INVOKER_KINDS: Final = {
    "google_cloud_run_v2_service_iam_member": "name",
    "google_cloud_run_v2_service_iam_binding": "name",
    "google_cloud_run_service_iam_member": "service",
    "google_cloud_run_service_iam_binding": "service",
    "google_cloudfunctions2_function_iam_member": "cloud_function",
    "google_cloudfunctions2_function_iam_binding": "cloud_function",
}
"""Grants on a service, with the attribute that names it."""


def block(values: Values, name: str) -> Values | None:
    """The only block of this name; {} = it is not there, None = Terraform does not know yet whether it is."""
    held = values.get(name)
    return held if held is None else dict(held[0] or {}) if held else {}


def text(values: Values | None, name: str) -> str | None:
    """None = not known yet; null becomes empty."""
    return None if values is None or name not in values else values[name] or ""


def number(values: Values | None, name: str) -> int | None:
    """As `text`."""
    return None if values is None or name not in values else values[name] or 0


def switch(values: Values | None, name: str) -> bool | None:
    """As `text`. Of a block: whether there is one, though nothing in it may be known yet."""
    return None if values is None or name not in values else bool(values[name])


def short(values: Values | None, name: str) -> str | None:
    """Last part of a resource's full name."""
    found = text(values, name)
    return found and last_part(found)


def services_by_address(functions: Iterable[Values]) -> dict[str, str]:
    """Whose address is whose, as far as functions exist already."""
    settings = ((own["name"], block(own, "service_config")) for own in functions)
    return {address: name for name, own in settings if (address := text(own, "uri"))}


def invoked_by_anybody(resources: Iterable[tuple[str, Values]]) -> set[str]:
    """Services on which the whole world has a role."""
    grants = [
        (last_part(values.get(INVOKER_KINDS[kind]) or ""), values)
        for kind, values in resources
        if kind in INVOKER_KINDS
    ]
    return {name for name, values in grants if EVERYBODY & {values.get("member"), *values.get("members", ())}}


def function_of(values: Values, public: bool) -> Function:
    """google_cloudfunctions2_function."""
    own = block(values, "service_config")
    cpu, memory = text(own, "available_cpu"), text(own, "available_memory")
    return Function(
        timeout_seconds=number(own, "timeout_seconds"),
        concurrency=number(own, "max_instance_request_concurrency"),
        min_instances=number(own, "min_instance_count"),
        max_instances=number(own, "max_instance_count"),
        cpu=None if cpu is None else cpus(cpu),
        memory_mb=None if memory is None else megabytes(memory),
        ingress=text(own, "ingress_settings"),
        public=public,
    )


def subscription_of(values: Values, addresses: Mapping[str, str]) -> Subscription:
    """google_pubsub_subscription."""
    push, retry = block(values, "push_config"), block(values, "retry_policy")
    dead, expiry = block(values, "dead_letter_policy"), block(values, "expiration_policy")
    endpoint, kept = text(push or None, "push_endpoint"), text(values, "message_retention_duration")
    ttl = text(expiry or None, "ttl")
    return Subscription(
        topic=short(values, "topic"),
        service="" if push == {} else endpoint and addresses.get(endpoint, endpoint),
        ack_deadline_seconds=number(values, "ack_deadline_seconds"),
        retention_seconds=None if kept is None else seconds(kept),
        min_backoff_seconds=_seconds(retry, "minimum_backoff"),
        max_backoff_seconds=_seconds(retry, "maximum_backoff"),
        max_delivery_attempts=0 if dead == {} else number(dead, "max_delivery_attempts"),
        dead_letter_topic="" if dead == {} else short(dead, "dead_letter_topic"),
        signed=False if push == {} else switch(push, "oidc_token"),
        expires=True if expiry == {} else None if ttl is None else ttl != "",
    )


def schedule_of(values: Values) -> Schedule:
    """google_cloud_scheduler_job."""
    target = block(values, "pubsub_target")
    attributes = (target or {}).get("attributes")
    return Schedule(
        topic="" if target == {} else short(target, "topic_name"),
        cron=text(values, "schedule"),
        time_zone=text(values, "time_zone"),
        type=(attributes or {}).get("ce-type", "") if target is not None else None,
        paused=switch(values, "paused"),
    )


def index_of(values: Values) -> tuple[str, Index]:
    """google_firestore_index."""
    return index_name(values["collection"], [own["field_path"] for own in values["fields"]]), Index()


def field_of(values: Values) -> tuple[str, FieldSettings]:
    """google_firestore_field: no block leaves the automatic indexes, an empty one switches them off."""
    indexing, ttl = values.get("index_config"), values.get("ttl_config")
    orders = (
        sorted(own.get("order") or "CONTAINS" for own in (indexing[0] or {}).get("indexes", ())) if indexing else []
    )
    indexes = None if indexing is None else ", ".join(orders) or "none" if indexing else AUTOMATIC
    return f"{values['collection']}.{values['field']}", FieldSettings(indexes, None if ttl is None else bool(ttl))


def bucket_of(values: Values, notified: Mapping[str, str | None]) -> tuple[str, Bucket]:
    """google_storage_bucket; its name in the topology is what follows the project."""
    soft, versions = block(values, "soft_delete_policy"), block(values, "versioning")
    rules = [((own["action"][0]["type"]), own["condition"][0]) for own in values.get("lifecycle_rule", ())]
    prevention = text(values, "public_access_prevention")
    name = values["name"].removeprefix(f"{values.get('project')}-")
    return name, Bucket(
        retention_days=retention_days(rules),
        soft_delete_seconds=number(soft or None, "retention_duration_seconds"),
        versioned=False if versions == {} else switch(versions, "enabled"),
        public_access_prevented=None if prevention is None else prevention == "enforced",
        notifies=notified.get(values["name"], ""),
    )


def notified_by_bucket(notifications: Iterable[Values]) -> dict[str, str | None]:
    """Of google_storage_notification: `topic prefix` by bucket; None while the topic is not made."""
    found: dict[str, str | None] = {}
    for values in notifications:
        topic = short(values, "topic")
        told = topic and f"{topic} {values.get('object_name_prefix') or ''}".rstrip()
        earlier = found.get(values["bucket"], "")
        found[values["bucket"]] = None if told is None or earlier is None else f"{earlier}; {told}".removeprefix("; ")
    return found


def database_of(values: Values) -> Database:
    """google_firestore_database."""
    recovery, protection = (
        text(values, name) for name in ("point_in_time_recovery_enablement", "delete_protection_state")
    )
    return Database(
        location=text(values, "location_id"),
        type=text(values, "type"),
        point_in_time_recovery=None if recovery is None else recovery.endswith("_ENABLED"),
        delete_protection=None if protection is None else protection.endswith("_ENABLED"),
    )


def _seconds(policy: Values | None, name: str) -> float | None:
    """Without a policy Pub/Sub delivers again at once."""
    if policy == {}:
        return 0.0
    found = text(policy, name)
    return None if found is None else seconds(found)
