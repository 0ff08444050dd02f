"""Google's REST APIs of a project that is as the topology says, on the wire, page by page."""

import json
from typing import Any

from werkzeug.wrappers import Request, Response

from devstack.topology import DEAD_LETTERS, Topology
from schemas.events import CATALOGUE

PROJECT = "contoh-belajar"
LOCATED = f"projects/{PROJECT}/locations/asia-southeast2"
DOCUMENTS = f"projects/{PROJECT}/databases/(default)"
PUSH = f"push@{PROJECT}.iam.gserviceaccount.com"
PAGE = 5
Json = dict[str, Any]


class FakeGoogle:
    """`lists` by path, with the name of the list; `single` by path. Tests change them, or give a `status` instead."""

    def __init__(self, topology: Topology) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.status: dict[str, int] = {}
        self.lists: dict[str, tuple[str, list[Json]]] = {
            f"cloudfunctions/v2/{LOCATED}/functions": ("functions", functions(topology)),
            f"cloudscheduler/v1/{LOCATED}/jobs": ("jobs", jobs(topology)),
            f"pubsub/v1/projects/{PROJECT}/topics": ("topics", topics(topology)),
            f"pubsub/v1/projects/{PROJECT}/subscriptions": ("subscriptions", subscriptions(topology)),
            f"firestore/v1/{DOCUMENTS}/collectionGroups/-/indexes": ("indexes", indexes(topology)),
            f"firestore/v1/{DOCUMENTS}/collectionGroups/-/fields": ("fields", fields(topology)),
            "storage/storage/v1/b": ("items", buckets(topology)),
        }
        self.single: dict[str, Json] = {f"firestore/v1/{DOCUMENTS}": database(), **policies(topology)}
        self.single |= notifications(topology)

    def items(self, end: str) -> list[Json]:
        """The list whose path ends so."""
        return next(held for path, (_, held) in self.lists.items() if path.endswith(end))

    def item(self, end: str, name: str) -> Json:
        """One of that list, by the end of its name."""
        return next(own for own in self.items(end) if own["name"].endswith(name))

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        path = request.path.lstrip("/")
        self.asked.append((path, dict(request.args)))
        return self._answer(path, request)(environ, start_response)

    def _answer(self, path: str, request: Request) -> Response:
        if status := self.status.get(path):
            return Response("{}", status)
        if path in self.single:
            return Response(json.dumps(self.single[path]), content_type="application/json")
        if path not in self.lists:
            return Response("{}", 404)
        name, held = self.lists[path]
        start = int(request.args.get("pageToken", "0"))
        more = {"nextPageToken": str(start + PAGE)} if len(held) > start + PAGE else {}
        return Response(json.dumps({name: held[start : start + PAGE], **more}), content_type="application/json")


def service(name: str) -> str:
    return name.replace("_", "-")


def uri(name: str) -> str:
    return f"https://{service(name)}-abc-et.a.run.app"


def functions(topology: Topology) -> list[Json]:
    return [
        {"name": f"{LOCATED}/functions/{service(name)}", "environment": "GEN_2", "state": "ACTIVE", "url": uri(name),
         "serviceConfig": {
             "service": f"{LOCATED}/services/{service(name)}", "timeoutSeconds": own.timeout_seconds, "uri": uri(name),
             "availableMemory": f"{own.memory_mb}Mi", "availableCpu": str(own.cpu),
             "maxInstanceRequestConcurrency": own.concurrency, "maxInstanceCount": own.max_instances,
             **({"minInstanceCount": own.min_instances} if own.min_instances else {}),
             "ingressSettings": "ALLOW_INTERNAL_AND_GCLB" if own.routes else "ALLOW_INTERNAL_ONLY",
             "allTrafficOnLatestRevision": True}}
        for name, own in topology.functions.items()
    ]  # fmt: skip


def policies(topology: Topology) -> dict[str, Json]:
    listening = {own.function for own in topology.deliveries()}
    members = {name: (["allUsers"] if own.routes else []) + ([f"serviceAccount:{PUSH}"] if name in listening else [])
               for name, own in topology.functions.items()}  # fmt: skip
    return {
        f"run/v2/{LOCATED}/services/{service(name)}:getIamPolicy": {
            "version": 1, "etag": "BwYAAA==", "bindings": [{"role": "roles/run.invoker", "members": own}]}
        for name, own in members.items()
    }  # fmt: skip


def topic_id(name: str) -> str:
    return f"projects/{PROJECT}/topics/{name}"


def topics(topology: Topology) -> list[Json]:
    return [{"name": topic_id(name)} for name in (*topology.subscriptions, DEAD_LETTERS)]


def subscriptions(topology: Topology) -> list[Json]:
    pushes = [
        {"name": f"projects/{PROJECT}/subscriptions/{own.name}", "topic": topic_id(own.topic), "state": "ACTIVE",
         "pushConfig": {"pushEndpoint": uri(own.function),
                        "oidcToken": {"serviceAccountEmail": PUSH, "audience": uri(own.function)}},
         "ackDeadlineSeconds": int(own.ack_deadline_seconds), "expirationPolicy": {},
         "messageRetentionDuration": f"{topology.retention(own.topic).total_seconds():.0f}s",
         "retryPolicy": {"minimumBackoff": f"{own.min_backoff_seconds}s",
                         "maximumBackoff": f"{own.max_backoff_seconds}s"},
         "deadLetterPolicy": {"deadLetterTopic": topic_id(DEAD_LETTERS),
                              "maxDeliveryAttempts": own.max_delivery_attempts}}
        for own in topology.deliveries()
    ]  # fmt: skip
    pulled = {"name": f"projects/{PROJECT}/subscriptions/{DEAD_LETTERS}", "topic": topic_id(DEAD_LETTERS),
              "pushConfig": {}, "ackDeadlineSeconds": 600, "messageRetentionDuration": "2678400s",
              "expirationPolicy": {}, "state": "ACTIVE"}  # fmt: skip
    return [*pushes, pulled]


def jobs(topology: Topology) -> list[Json]:
    types = {model.topic(): model.type for model in CATALOGUE.values()}
    return [
        {"name": f"{LOCATED}/jobs/{name}", "schedule": own.cron, "timeZone": "Asia/Jakarta", "state": "ENABLED",
         "pubsubTarget": {"topicName": topic_id(own.topic), "data": "e30=",
                          "attributes": {"ce-type": types[own.topic]}}}
        for name, own in topology.schedules.items()
    ]  # fmt: skip


def indexes(topology: Topology) -> list[Json]:
    return [
        {"name": f"{DOCUMENTS}/collectionGroups/{index['collection']}/indexes/C{number}", "state": "READY",
         "queryScope": "COLLECTION",
         "fields": [{"fieldPath": path, "order": "ASCENDING"} for path in (*index["fields"], "__name__")]}
        for number, index in enumerate(topology.indexes)
    ]  # fmt: skip


def fields(topology: Topology) -> list[Json]:
    named = {(collection, one) for lists in (topology.unindexed, topology.indexed)
             for collection, held in lists.items() for one in held}  # fmt: skip
    found = [field(topology, *one) for one in sorted(named | set(topology.ttl.items()))]
    return [*found, {"name": f"{DOCUMENTS}/collectionGroups/__default__/fields/*", "indexConfig": {"indexes": []}}]


def field(topology: Topology, collection: str, name: str) -> Json:
    on = name in topology.indexed.get(collection, ())
    held = [{"queryScope": "COLLECTION", "state": "READY", "fields": [{"fieldPath": name, "order": "ASCENDING"}]}]
    ttl = {"ttlConfig": {"state": "ACTIVE"}} if topology.ttl.get(collection) == name else {}
    return {"name": f"{DOCUMENTS}/collectionGroups/{collection}/fields/{name}",
            "indexConfig": {"indexes": held} if on else {}, **ttl}  # fmt: skip


def database() -> Json:
    return {"name": DOCUMENTS, "locationId": "asia-southeast2", "type": "FIRESTORE_NATIVE",
            "pointInTimeRecoveryEnablement": "POINT_IN_TIME_RECOVERY_ENABLED",
            "deleteProtectionState": "DELETE_PROTECTION_ENABLED"}  # fmt: skip


def buckets(topology: Topology) -> list[Json]:
    ours = [
        {"name": f"{PROJECT}-{name}", "location": "ASIA-SOUTHEAST2",
         "softDeletePolicy": {"retentionDurationSeconds": "0"},
         "iamConfiguration": {"publicAccessPrevention": "enforced", "uniformBucketLevelAccess": {"enabled": True}},
         "lifecycle": {"rule": [{"action": {"type": "Delete"}, "condition": {"age": own.retention_days}}]}}
        for name, own in topology.buckets.items()
    ]  # fmt: skip
    return [*ours, {"name": f"{PROJECT}-packages"}]


def notifications(topology: Topology) -> dict[str, Json]:
    return {
        f"storage/storage/v1/b/{PROJECT}-{name}/notificationConfigs": {"items": [
            {"topic": f"//pubsub.googleapis.com/{topic_id(str(own.notifies))}", "object_name_prefix": own.prefix,
             "event_types": ["OBJECT_FINALIZE"], "payload_format": "JSON_API_V1", "id": "1"}]}
        for name, own in topology.buckets.items()
    }  # fmt: skip
