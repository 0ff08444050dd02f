"""`terraform show -json` of a system as the topology says: resource types and attributes of hashicorp/google."""

from collections.abc import Iterator
from typing import Any

from devstack.topology import DEAD_LETTERS, Topology
from schemas.events import CATALOGUE

PROJECT = "contoh-belajar"
PUSH = f"push@{PROJECT}.iam.gserviceaccount.com"
Resource = dict[str, Any]


def plan(topology: Topology) -> dict[str, Any]:
    """Of an empty project: what is known only after apply is left out, as Terraform leaves it out."""
    modules = [module(f"module.part[{number}]", [own]) for number, own in enumerate(resources(topology, made=False))]
    root = {"resources": [data_source()], "child_modules": modules}
    return {"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": root},
            "errored": False, "complete": True}  # fmt: skip


def state(topology: Topology) -> dict[str, Any]:
    """Of a system that is there."""
    inner = module("module.outer.module.inner", list(resources(topology, made=True)))
    root = {"child_modules": [{"address": "module.outer", "child_modules": [inner]}]}
    return {"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": root}}


def module(address: str, held: list[Resource]) -> dict[str, Any]:
    return {"address": address, "resources": held}


def resource(kind: str, **values: Any) -> Resource:
    return {"address": f"{kind}.this", "mode": "managed", "type": kind, "name": "this", "schema_version": 0,
            "provider_name": "registry.terraform.io/hashicorp/google", "values": values,
            "sensitive_values": {}}  # fmt: skip


def data_source() -> Resource:
    return resource("google_project", project_id=PROJECT) | {"mode": "data"}


def resources(topology: Topology, *, made: bool) -> Iterator[Resource]:
    yield from functions(topology, made)
    yield from channels(topology, made)
    yield from schedules(topology, made)
    yield from state_of(topology)
    yield from buckets(topology, made)
    yield resource("google_storage_bucket", name=f"{PROJECT}-packages", project=PROJECT, lifecycle_rule=[])
    yield resource("terraform_data", input="something else")


def after_apply(made: bool, **values: Any) -> dict[str, Any]:
    return values if made else {}


def service(name: str) -> str:
    return name.replace("_", "-")


def uri(name: str) -> str:
    return f"https://{service(name)}-abc-et.a.run.app"


def functions(topology: Topology, made: bool) -> Iterator[Resource]:
    listening = {own.function for own in topology.deliveries()}
    for name, own in topology.functions.items():
        config = {
            "available_cpu": str(own.cpu), "available_memory": f"{own.memory_mb}Mi",
            "max_instance_request_concurrency": own.concurrency, "min_instance_count": own.min_instances,
            "max_instance_count": own.max_instances, "timeout_seconds": own.timeout_seconds,
            "ingress_settings": "ALLOW_INTERNAL_AND_GCLB" if own.routes else "ALLOW_INTERNAL_ONLY",
            "vpc_connector": None, **after_apply(made, uri=uri(name)),
        }  # fmt: skip
        yield resource("google_cloudfunctions2_function", name=service(name), project=PROJECT, service_config=[config])
        if own.routes:
            yield invoker(name, member="allUsers")
        if name in listening:
            yield invoker(name, **after_apply(made, member=f"serviceAccount:{PUSH}"))


def invoker(name: str, **member: Any) -> Resource:
    full = f"projects/{PROJECT}/locations/asia-southeast2/services/{service(name)}"
    return resource("google_cloud_run_v2_service_iam_member", name=full, role="roles/run.invoker", **member)


def topic_id(name: str) -> str:
    return f"projects/{PROJECT}/topics/{name}"


def channels(topology: Topology, made: bool) -> Iterator[Resource]:
    for name in (*topology.subscriptions, DEAD_LETTERS):
        yield resource("google_pubsub_topic", name=name, project=PROJECT, labels=None)
    yield resource(
        "google_pubsub_subscription", name=DEAD_LETTERS, ack_deadline_seconds=600, retry_policy=[], push_config=[],
        message_retention_duration="2678400s", expiration_policy=[{"ttl": ""}], dead_letter_policy=[],
        **after_apply(made, topic=topic_id(DEAD_LETTERS)),
    )  # fmt: skip
    for own in topology.deliveries():
        push = after_apply(made, push_endpoint=uri(own.function))
        token = after_apply(made, service_account_email=PUSH, audience=uri(own.function))
        dead = after_apply(made, dead_letter_topic=topic_id(DEAD_LETTERS))
        yield resource(
            "google_pubsub_subscription", name=own.name, ack_deadline_seconds=own.ack_deadline_seconds,
            message_retention_duration=f"{topology.retention(own.topic).total_seconds():.0f}s",
            expiration_policy=[{"ttl": ""}], filter=None,
            push_config=[{"attributes": None, "no_wrapper": [], "oidc_token": [token], **push}],
            retry_policy=[{"minimum_backoff": f"{own.min_backoff_seconds}s",
                           "maximum_backoff": f"{own.max_backoff_seconds}s"}],
            dead_letter_policy=[{"max_delivery_attempts": own.max_delivery_attempts, **dead}],
            **after_apply(made, topic=topic_id(own.topic)),
        )  # fmt: skip


def schedules(topology: Topology, made: bool) -> Iterator[Resource]:
    types = {model.topic(): model.type for model in CATALOGUE.values()}
    for name, own in topology.schedules.items():
        target = {"attributes": {"ce-type": types[own.topic]}, "data": "e30=",
                  **after_apply(made, topic_name=topic_id(own.topic))}  # fmt: skip
        yield resource("google_cloud_scheduler_job", name=name, schedule=own.cron, time_zone="Asia/Jakarta",
                       paused=None, pubsub_target=[target], http_target=[])  # fmt: skip


def state_of(topology: Topology) -> Iterator[Resource]:
    yield resource(
        "google_firestore_database", name="(default)", location_id="asia-southeast2", type="FIRESTORE_NATIVE",
        point_in_time_recovery_enablement="POINT_IN_TIME_RECOVERY_ENABLED",
        delete_protection_state="DELETE_PROTECTION_ENABLED",
    )  # fmt: skip
    for index in topology.indexes:
        fields = [{"field_path": path, "order": "ASCENDING", "array_config": None, "vector_config": []}
                  for path in index["fields"]]  # fmt: skip
        yield resource("google_firestore_index", collection=index["collection"], fields=fields,
                       query_scope="COLLECTION")  # fmt: skip
    named = {(collection, one) for lists in (topology.unindexed, topology.indexed)
             for collection, fields in lists.items() for one in fields}  # fmt: skip
    for collection, name in sorted(named | set(topology.ttl.items())):
        on = name in topology.indexed.get(collection, ())
        orders = [{"order": "ASCENDING", "array_config": None, "query_scope": "COLLECTION"}] if on else []
        ttl = [{}] if topology.ttl.get(collection) == name else []
        yield resource("google_firestore_field", collection=collection, field=name,
                       index_config=[{"indexes": orders}], ttl_config=ttl)  # fmt: skip


def buckets(topology: Topology, made: bool) -> Iterator[Resource]:
    for name, own in topology.buckets.items():
        condition = {"age": own.retention_days, "created_before": "", "matches_prefix": [], "num_newer_versions": None,
                     "send_age_if_zero": True, "with_state": "ANY"}  # fmt: skip
        yield resource(
            "google_storage_bucket", name=f"{PROJECT}-{name}", project=PROJECT, location="ASIA-SOUTHEAST2",
            public_access_prevention="enforced",
            soft_delete_policy=[{"retention_duration_seconds": 0}], versioning=[{"enabled": False}],
            lifecycle_rule=[{"action": [{"type": "Delete", "storage_class": ""}], "condition": [condition]}],
        )  # fmt: skip
        if own.notifies:
            yield resource(
                "google_storage_notification", bucket=f"{PROJECT}-{name}", event_types=["OBJECT_FINALIZE"],
                object_name_prefix=own.prefix, payload_format="JSON_API_V1",
                **after_apply(made, topic=f"//pubsub.googleapis.com/{topic_id(own.notifies)}"),
            )  # fmt: skip
