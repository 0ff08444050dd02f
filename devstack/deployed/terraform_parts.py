"""Functions and what connects them, of the google provider, one resource at a time."""

from collections.abc import Iterable, Mapping

from devstack.deployed.measures import cpus, megabytes
from devstack.deployed.model import Function, Schedule, Subscription
from devstack.deployed.terraform_values import Values, block, duration, number, short, switch, text


def services_by_address(functions: Iterable[Values]) -> dict[str, str]:
    """Whose address is whose, as far as functions exist already."""
    settings = ((own["name"], block(own, "service_config")) for own in functions)
    return {address: name for name, own in settings if (address := text(own, "uri"))}


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
    endpoint = text(push or None, "push_endpoint")
    ttl = text(expiry or None, "ttl")
    return Subscription(
        topic=short(values, "topic"),
        service="" if push == {} else endpoint and addresses.get(endpoint, endpoint),
        ack_deadline_seconds=number(values, "ack_deadline_seconds"),
        retention_seconds=duration(values, "message_retention_duration"),
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


def _seconds(policy: Values | None, name: str) -> float | None:
    """Without a policy Pub/Sub delivers again at once."""
    return 0.0 if policy == {} else duration(policy, name)
