"""Plans and states of Terraform: whatever differs from the topology is said, and nothing else."""

import json

import pytest

from devstack.deployed.model import UnreadableError
from devstack.deployed.terraform import read_terraform
from devstack.topology import topology
from tests.support.terraform_plan import PROJECT, module, plan, resource, state

FUNCTION, SUBSCRIPTION = "google_cloudfunctions2_function", "google_pubsub_subscription"
BUCKET, JOB, FIELD = "google_storage_bucket", "google_cloud_scheduler_job", "google_firestore_field"
ROSTER = "roster-scanned-v1.roster"


def held(document):
    """Every list of resources in a document, with the resources in it."""
    root = (document.get("planned_values") or document["values"])["root_module"]
    waiting = [root]
    while waiting:
        part = waiting.pop()
        waiting += part.get("child_modules", [])
        for own in part.get("resources", []):
            yield part["resources"], own


def values(document, kind, name, key="name"):
    return next(own["values"] for _, own in held(document) if own["type"] == kind and own["values"].get(key) == name)


def remove(document, kind, **known):
    for among, own in list(held(document)):
        if own["type"] == kind and all(own["values"].get(key) == value for key, value in known.items()):
            among.remove(own)


def add(document, kind, **facts):
    root = (document.get("planned_values") or document["values"])["root_module"]
    root["child_modules"].append(module("module.more", [resource(kind, **facts)]))


@pytest.fixture(params=[plan, state], ids=["plan", "state"])
def document(request):
    return request.param(topology())


def told(found):
    return [(one.section, one.name, one.setting, one.wanted, one.found) for one in found]


def test_nothing_differs_where_everything_is_as_listed(of_terraform, document):
    assert of_terraform(document) == []


SETTINGS = [
    ("timeout_seconds", 61, "timeout_seconds", 60, 61),
    ("max_instance_request_concurrency", 80, "concurrency", 8, 80),
    ("min_instance_count", 1, "min_instances", 0, 1),
    ("max_instance_count", None, "max_instances", 20, 0),
    ("available_cpu", "500m", "cpu", 1, 0.5),
    ("available_memory", "256M", "memory_mb", 512, 256_000_000 / 1024**2),
    ("ingress_settings", "ALLOW_ALL", "ingress", "ALLOW_INTERNAL_ONLY", "ALLOW_ALL"),
]


@pytest.mark.parametrize(("attribute", "value", "setting", "wanted", "found"), SETTINGS)
def test_a_changed_setting_of_a_function_is_found(of_terraform, document, attribute, value, setting, wanted, found):
    values(document, FUNCTION, "notify")["service_config"][0][attribute] = value
    assert told(of_terraform(document)) == [("functions", "notify", setting, wanted, found)]


def test_a_function_that_is_missing_and_one_too_many_are_found(of_terraform, document):
    values(document, FUNCTION, "sync")["name"] = "sinkron"
    assert [(one.name, one.setting) for one in of_terraform(document) if one.section == "functions"] == [
        ("sinkron", "extra"),
        ("sync", "missing"),
    ]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("google_cloud_run_v2_service_iam_member", {"name": "provision", "member": "allUsers"}),
        ("google_cloud_run_v2_service_iam_binding", {"name": "provision", "members": ["a@b.test", "allUsers"]}),
        ("google_cloud_run_service_iam_member", {"service": "provision", "member": "allAuthenticatedUsers"}),
        ("google_cloudfunctions2_function_iam_member", {"cloud_function": "provision", "member": "allUsers"}),
    ],
)
def test_a_function_without_routes_that_anybody_may_invoke_is_found(of_terraform, document, kind, facts):
    add(document, kind, role="roles/run.invoker", **facts)
    assert told(of_terraform(document)) == [("functions", "provision", "public", False, True)]


def test_a_function_with_routes_that_nobody_may_invoke_is_found(of_terraform, document):
    full = f"projects/{PROJECT}/locations/asia-southeast2/services/lookup"
    remove(document, "google_cloud_run_v2_service_iam_member", name=full)
    assert told(of_terraform(document)) == [("functions", "lookup", "public", True, False)]


DELIVERY = [
    ({"ack_deadline_seconds": 60}, "ack_deadline_seconds", 600, 60),
    ({"message_retention_duration": "86400s"}, "retention_seconds", 604800, 86400),
    ({"expiration_policy": [{"ttl": "2678400s"}]}, "expires", False, True),
    ({"expiration_policy": []}, "expires", False, True),
    ({"push_config": [{"push_endpoint": "https://lain.test/", "oidc_token": [{}]}]}, "service", "roster",
     "https://lain.test/"),
    ({"push_config": [{"oidc_token": []}]}, "signed", True, False),
    ({"retry_policy": [{"minimum_backoff": "1s", "maximum_backoff": "600s"}]}, "min_backoff_seconds", 10, 1),
    ({"retry_policy": [{"minimum_backoff": "10s", "maximum_backoff": "60s"}]}, "max_backoff_seconds", 600, 60),
    ({"dead_letter_policy": [{"max_delivery_attempts": 5}]}, "max_delivery_attempts", 100, 5),
    ({"dead_letter_policy": [{"dead_letter_topic": "projects/p/topics/lain", "max_delivery_attempts": 100}]},
     "dead_letter_topic", "dead-letters", "lain"),
    ({"topic": f"projects/{PROJECT}/topics/chunk-cut-v1"}, "topic", "roster-scanned-v1", "chunk-cut-v1"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "setting", "wanted", "found"), DELIVERY)
def test_a_changed_delivery_is_found(of_terraform, document, changed, setting, wanted, found):
    values(document, SUBSCRIPTION, ROSTER).update(changed)
    assert told(of_terraform(document)) == [("subscriptions", ROSTER, setting, wanted, found)]


def test_a_subscription_without_dead_letters_backoff_and_push_says_each(of_terraform, document):
    bare = {"push_config": [], "retry_policy": [], "dead_letter_policy": []}
    values(document, SUBSCRIPTION, ROSTER).update(bare)
    assert {(one.setting, one.found) for one in of_terraform(document)} == {
        ("service", ""), ("signed", False), ("min_backoff_seconds", 0), ("max_backoff_seconds", 0),
        ("max_delivery_attempts", 0), ("dead_letter_topic", "")}  # fmt: skip


def test_a_topic_nobody_lists_and_a_subscription_nobody_made_are_found(of_terraform, document):
    add(document, "google_pubsub_topic", name="lain-v1")
    remove(document, SUBSCRIPTION, name="dead-letters")
    assert [(one.section, one.name, one.setting) for one in of_terraform(document)] == [
        ("topics", "lain-v1", "extra"),
        ("subscriptions", "dead-letters", "missing"),
    ]


SCHEDULES = [
    ({"schedule": "0 * * * *"}, "cron", "*/30 * * * *", "0 * * * *"),
    ({"time_zone": "UTC"}, "time_zone", "Asia/Jakarta", "UTC"),
    ({"paused": True}, "paused", False, True),
    ({"pubsub_target": [{"attributes": {"ce-type": "lain"}}]}, "type", "id.belajar.sync.ticked.v1", "lain"),
    ({"pubsub_target": [{"attributes": None, "topic_name": None}]}, "topic", "sync-ticked-v1", ""),
]


@pytest.mark.parametrize(("changed", "setting", "wanted", "found"), SCHEDULES)
def test_a_changed_schedule_is_found(of_terraform, document, changed, setting, wanted, found):
    values(document, JOB, "sync").update(changed)
    assert ("schedules", "sync", setting, wanted, found) in told(of_terraform(document))


def test_a_missing_index_and_one_too_many_are_found(of_terraform, document):
    index = next(own for _, own in held(document) if own["type"] == "google_firestore_index")
    index["values"]["fields"].reverse()
    assert {(one.section, one.setting) for one in of_terraform(document)} == {
        ("indexes", "missing"),
        ("indexes", "extra"),
    }


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"fields": [{"field_path": "state", "order": "ASCENDING"}, {"field_path": "due_at", "order": "DESCENDING"}]},
         "corrections: state, due_at desc"),
        ({"fields": [{"field_path": "state", "order": None, "array_config": "CONTAINS"},
                     {"field_path": "due_at", "order": "ASCENDING"}]}, "corrections: state other, due_at"),
        ({"query_scope": "COLLECTION_GROUP"}, "corrections: state, due_at (COLLECTION_GROUP)"),
    ],
)  # fmt: skip
def test_an_index_that_answers_other_queries_is_not_the_one_wanted(of_terraform, document, changed, named):
    values(document, "google_firestore_index", "corrections", "collection").update(changed)
    assert {(one.section, one.name, one.setting) for one in of_terraform(document)} == {
        ("indexes", "corrections: state, due_at", "missing"),
        ("indexes", named, "extra"),
    }


def test_what_has_been_replaced_and_waits_for_its_removal_does_not_stand_for_what_is_there(of_terraform):
    document = state(topology())
    old = resource(BUCKET, name=f"{PROJECT}-rosters", project=PROJECT, location="US") | {"deposed_key": "1234abcd"}
    document["values"]["root_module"]["child_modules"].append(module("module.more", [old]))
    assert of_terraform(document) == []


def test_the_end_that_firestore_gives_an_index_itself_is_no_difference(of_terraform, document):
    for _, own in held(document):
        if own["type"] == "google_firestore_index":
            own["values"]["fields"].append({"field_path": "__name__", "order": "ASCENDING"})
    assert of_terraform(document) == []


@pytest.mark.parametrize(
    ("name", "changed", "difference"),
    [
        ("npsn", {"index_config": [{"indexes": []}]}, ("indexes", "ASCENDING", "none")),
        ("npsn", {"index_config": []}, ("indexes", "ASCENDING", "automatic")),
        ("npsn", {"ttl_config": [{}]}, ("ttl", False, True)),
        ("nik_hash", {"index_config": [{"indexes": [{"order": None, "array_config": "CONTAINS"}]}]},
         ("indexes", "ASCENDING", "CONTAINS")),
    ],
)  # fmt: skip
def test_changed_indexing_of_a_field_is_found(of_terraform, document, name, changed, difference):
    values(document, FIELD, name, "field").update(changed)
    assert told(of_terraform(document)) == [("fields", f"people.{name}", *difference)]


def test_a_time_to_live_that_is_not_there_is_found(of_terraform, document):
    values(document, FIELD, "tickets", "collection")["ttl_config"] = []
    assert told(of_terraform(document)) == [("fields", "tickets.expire_at", "ttl", True, False)]


KEPT = [
    ({"location": "US"}, "location", "asia-southeast2", "us"),
    ({"lifecycle_rule": []}, "retention_days", 14, 0),
    ({"lifecycle_rule": [{"action": [{"type": "Delete"}], "condition": [{"age": 30}]}]}, "retention_days", 14, 30),
    ({"lifecycle_rule": [{"action": [{"type": "Delete"}], "condition": [{"age": 14, "matches_prefix": ["in/"]}]}]},
     "retention_days", 14, 0),
    ({"lifecycle_rule": [{"action": [{"type": "SetStorageClass"}], "condition": [{"age": 14}]}]},
     "retention_days", 14, 0),
    ({"soft_delete_policy": [{"retention_duration_seconds": 604800}]}, "soft_delete_seconds", 0, 604800),
    ({"versioning": [{"enabled": True}]}, "versioned", False, True),
    ({"public_access_prevention": "inherited"}, "public_access_prevented", True, False),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "setting", "wanted", "found"), KEPT)
def test_a_bucket_that_keeps_or_shows_more_is_found(of_terraform, document, changed, setting, wanted, found):
    values(document, BUCKET, f"{PROJECT}-rosters").update(changed)
    assert told(of_terraform(document)) == [("buckets", "rosters", setting, wanted, found)]


def test_a_bucket_that_tells_nobody_or_somebody_else_is_found(of_terraform, document):
    remove(document, "google_storage_notification", bucket=f"{PROJECT}-letters")
    values(document, "google_storage_notification", f"{PROJECT}-rosters", "bucket").update(
        {"topic": "//pubsub.googleapis.com/projects/p/topics/roster-received-v1", "object_name_prefix": None}
    )
    assert told(of_terraform(document)) == [
        ("buckets", "letters", "notifies", "letter-uploaded-v1 surat/", ""),
        ("buckets", "rosters", "notifies", "roster-received-v1 in/", "roster-received-v1"),
    ]


@pytest.mark.parametrize(
    ("attribute", "value", "setting"),
    [
        ("location_id", "us-central1", "location"),
        ("type", "DATASTORE_MODE", "type"),
        ("point_in_time_recovery_enablement", "POINT_IN_TIME_RECOVERY_DISABLED", "point_in_time_recovery"),
        ("delete_protection_state", "DELETE_PROTECTION_DISABLED", "delete_protection"),
    ],
)
def test_a_database_that_is_not_kept_safe_is_found(of_terraform, document, attribute, value, setting):
    values(document, "google_firestore_database", "(default)")[attribute] = value
    assert [(one.section, one.setting) for one in of_terraform(document)] == [("databases", setting)]


def test_a_plan_whose_end_nobody_knows_yet_is_compared_as_far_as_it_is_known(of_terraform):
    document = plan(topology())
    for name in ("push_config", "retry_policy", "dead_letter_policy", "expiration_policy"):
        del values(document, SUBSCRIPTION, ROSTER)[name]
    del values(document, FUNCTION, "notify")["service_config"]
    assert of_terraform(document) == []


@pytest.mark.parametrize(
    "document",
    [
        "no JSON",
        [],
        {},
        {"format_version": "1.0"},
        plan(topology()) | {"format_version": "2.0"},
        plan(topology()) | {"errored": True},
        plan(topology()) | {"complete": False},
        {"format_version": "1.0", "values": {"root_module": {}}},
    ],
)
def test_what_is_no_whole_plan_is_refused_with_a_sentence(tmp_path, document):
    path = tmp_path / "plan.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    with pytest.raises(UnreadableError, match=r"plan\.json .+\."):
        read_terraform(path)
