"""A project on Google's own wire: what is as listed, and each way to differ."""

import json
from importlib.resources import files

import pytest

from devstack.deployed.model import UnreadableError
from tests.support.google_apis import DOCUMENTS, LOCATED, PROJECT, PUSH

ROSTER = "roster-scanned-v1.roster"


def told(found):
    return [(one.section, one.name, one.setting, one.wanted, one.found) for one in found]


def test_nothing_differs_in_a_project_as_listed(of_google):
    assert of_google() == []


SCHEMAS = {
    "functions": ("cloudfunctions.v2", "Function"),
    "jobs": ("cloudscheduler.v1", "Job"),
    "topics": ("pubsub.v1", "Topic"),
    "subscriptions": ("pubsub.v1", "Subscription"),
    "indexes": ("firestore.v1", "GoogleFirestoreAdminV1Index"),
    "fields": ("firestore.v1", "GoogleFirestoreAdminV1Field"),
    "items": ("storage.v1", "Bucket"),
    f"firestore/v1/{DOCUMENTS}": ("firestore.v1", "GoogleFirestoreAdminV1Database"),
    "getIamPolicy": ("run.v2", "GoogleIamV1Policy"),
    "notificationConfigs": ("storage.v1", "Notifications"),
}


def fits(schemas, schema, value, place):
    """Fails for a name that the discovery document does not know."""
    schema = schemas[schema["$ref"]] if "$ref" in schema else schema
    if schema.get("type") == "array":
        for one in value:
            fits(schemas, schema["items"], one, place)
    elif schema.get("type") == "object" and "properties" in schema:
        for name, inner in value.items():
            assert name in schema["properties"], f"{place}: {name}"
            fits(schemas, schema["properties"][name], inner, f"{place}.{name}")
    elif "enum" in schema:
        assert value in schema["enum"], place


def test_the_server_of_these_tests_answers_as_googles_discovery_documents_say(google):
    answers = [(name, one) for name, held in google.lists.values() for one in held]
    answers += [(path if path in SCHEMAS else path.rpartition("/")[2].rpartition(":")[2], one)
                for path, one in google.single.items()]  # fmt: skip
    assert {name for name, _ in answers} == set(SCHEMAS)
    for name, one in answers:
        document, schema = SCHEMAS[name]
        about = files("googleapiclient.discovery_cache.documents").joinpath(f"{document}.json")
        fits(json.loads(about.read_text())["schemas"], {"$ref": schema}, one, name)


def test_every_page_is_read_and_only_fields_with_settings_are_asked_for(google, of_google):
    of_google()
    fields = [asked for path, asked in google.asked if path.endswith("/fields")]
    assert len(fields) > 2
    assert {asked["filter"] for asked in fields} == {"indexConfig.usesAncestorConfig=false OR ttlConfig:*"}


@pytest.mark.parametrize(
    ("setting", "value", "difference"),
    [
        ("timeoutSeconds", 61, ("timeout_seconds", 60, 61)),
        ("maxInstanceRequestConcurrency", 80, ("concurrency", 8, 80)),
        ("minInstanceCount", 2, ("min_instances", 0, 2)),
        ("maxInstanceCount", 100, ("max_instances", 20, 100)),
        ("availableMemory", "1Gi", ("memory_mb", 512, 1024)),
        ("availableCpu", "2", ("cpu", 1, 2)),
        ("ingressSettings", "ALLOW_ALL", ("ingress", "ALLOW_INTERNAL_ONLY", "ALLOW_ALL")),
    ],
)
def test_a_changed_setting_of_a_function_is_found(google, of_google, setting, value, difference):
    google.item("/functions", "/notify")["serviceConfig"][setting] = value
    assert told(of_google()) == [("functions", "notify", *difference)]


def test_a_function_that_failed_to_deploy_is_found(google, of_google):
    google.item("/functions", "/notify")["state"] = "FAILED"
    assert told(of_google()) == [("functions", "notify", "state", "ACTIVE", "FAILED")]


def policy(google, service):
    return google.single[f"run/v2/{LOCATED}/services/{service}:getIamPolicy"]


@pytest.mark.parametrize("role", ["roles/run.invoker", "roles/run.developer"])
def test_a_function_without_routes_that_anybody_may_invoke_is_found(google, of_google, role):
    policy(google, "provision")["bindings"].append({"role": role, "members": ["allAuthenticatedUsers"]})
    assert told(of_google()) == [("functions", "provision", "public", False, True)]


def test_a_push_that_the_function_would_turn_away_is_found(google, of_google):
    policy(google, "workspace-update")["bindings"] = [
        {"role": "roles/run.viewer", "members": [f"serviceAccount:{PUSH}"]}
    ]
    found = of_google()
    assert {one.name.partition(".")[2] for one in found} == {"workspace_update"}
    assert {(one.setting, one.found) for one in found} == {("signed", False)}


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"ackDeadlineSeconds": 10}, ("ack_deadline_seconds", 600, 10)),
        ({"messageRetentionDuration": "600s"}, ("retention_seconds", 604800, 600)),
        ({"expirationPolicy": {"ttl": "2678400s"}}, ("expires", False, True)),
        ({"retryPolicy": {"minimumBackoff": "10s", "maximumBackoff": "10s"}}, ("max_backoff_seconds", 600, 10)),
        ({"topic": f"projects/{PROJECT}/topics/_deleted-topic_"}, ("topic", "roster-scanned-v1", "_deleted-topic_")),
    ],
)
def test_a_changed_delivery_is_found(google, of_google, changed, difference):
    google.item("/subscriptions", f"/{ROSTER}").update(changed)
    assert told(of_google()) == [("subscriptions", ROSTER, *difference)]


@pytest.mark.parametrize(
    ("gone", "found"),
    [
        ("retryPolicy", {("min_backoff_seconds", 0), ("max_backoff_seconds", 0)}),
        ("deadLetterPolicy", {("max_delivery_attempts", 0), ("dead_letter_topic", "")}),
        ("pushConfig", {("service", ""), ("signed", False)}),
        ("expirationPolicy", {("expires", True)}),
    ],
)
def test_a_delivery_that_lost_a_policy_is_found(google, of_google, gone, found):
    del google.item("/subscriptions", f"/{ROSTER}")[gone]
    assert {(one.setting, one.found) for one in of_google()} == found


def test_parts_that_are_missing_and_parts_too_many_are_found(google, of_google):
    for end in ("/functions", "/topics", "/subscriptions", "/jobs"):
        google.items(end)[0]["name"] += "-lain"
    kinds = ("functions", "topics", "subscriptions", "schedules")
    found = [(one.section, one.setting) for one in of_google() if one.setting in ("missing", "extra")]
    assert sorted(found) == sorted((kind, setting) for kind in kinds for setting in ("missing", "extra"))


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"schedule": "0 * * * *"}, ("cron", "*/30 * * * *", "0 * * * *")),
        ({"timeZone": "Etc/UTC"}, ("time_zone", "Asia/Jakarta", "Etc/UTC")),
        ({"state": "PAUSED"}, ("paused", False, True)),
    ],
)
def test_a_changed_schedule_is_found(google, of_google, changed, difference):
    google.item("/jobs", "/sync").update(changed)
    assert told(of_google()) == [("schedules", "sync", *difference)]


def test_an_index_that_answers_no_query_yet_is_found(google, of_google):
    google.items("/indexes")[0]["state"] = "CREATING"
    assert [(one.section, one.setting, one.found) for one in of_google()] == [("indexes", "state", "CREATING")]


def test_an_index_of_another_order_is_not_the_one_wanted(google, of_google):
    index = next(own for own in google.items("/indexes") if "/corrections/" in own["name"])
    for field in index["fields"][1:]:
        field["order"] = "DESCENDING"
    assert [(one.name, one.setting) for one in of_google()] == [
        ("corrections: state, due_at", "missing"),
        ("corrections: state, due_at desc", "extra"),
    ]


def test_a_function_without_an_address_does_not_stand_for_whoever_pulls(google, of_google):
    function = google.item("/functions", "/sync")
    del function["serviceConfig"]["uri"]
    assert {(one.section, one.name) for one in of_google()} == {
        ("subscriptions", f"{topic}.sync") for topic in ("sync-paged-v1", "sync-ticked-v1")
    }


def test_an_index_that_is_missing_is_found(google, of_google):
    google.items("/indexes").pop()
    assert [(one.section, one.setting) for one in of_google()] == [("indexes", "missing")]


def test_fields_that_lost_their_settings_or_have_others_are_found(google, of_google):
    del google.item("/fields", "/tickets/fields/expire_at")["ttlConfig"]
    google.item("/fields", "/people/fields/npsn")["indexConfig"] = {"usesAncestorConfig": True}
    google.items("/fields").remove(google.item("/fields", "/ledger/fields/*"))
    assert told(of_google()) == [
        ("fields", "ledger.*", "missing", "there", "not there"),
        ("fields", "people.npsn", "indexes", "ASCENDING", "automatic"),
        ("fields", "tickets.expire_at", "ttl", True, False),
    ]


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"softDeletePolicy": {"retentionDurationSeconds": "604800"}}, ("soft_delete_seconds", 0, 604800)),
        ({"versioning": {"enabled": True}}, ("versioned", False, True)),
        ({"iamConfiguration": {"publicAccessPrevention": "inherited"}}, ("public_access_prevented", True, False)),
        ({"lifecycle": {"rule": [{"action": {"type": "Delete"}, "condition": {"age": 14, "isLive": False}}]}},
         ("retention_days", 14, 0)),
        ({"lifecycle": {}}, ("retention_days", 14, 0)),
    ],
)  # fmt: skip
def test_a_bucket_that_keeps_or_shows_more_is_found(google, of_google, changed, difference):
    google.item("/b", "-rosters").update(changed)
    assert told(of_google()) == [("buckets", "rosters", *difference)]


def test_a_bucket_that_is_missing_or_tells_nobody_is_found(google, of_google):
    google.single[f"storage/storage/v1/b/{PROJECT}-letters/notificationConfigs"] = {}
    google.items("/b").remove(google.item("/b", "-rosters"))
    assert [(one.name, one.setting) for one in of_google()] == [("letters", "notifies"), ("rosters", "missing")]


def test_a_database_that_is_not_kept_safe_is_found(google, of_google):
    google.single[f"firestore/v1/{DOCUMENTS}"] = {"locationId": "nam5", "type": "FIRESTORE_NATIVE"}
    assert {one.setting for one in of_google()} == {"location", "point_in_time_recovery", "delete_protection"}


@pytest.mark.parametrize(("status", "word"), [(401, "application-default"), (403, "right"), (404, "no such")])
def test_what_cannot_be_read_is_said_and_not_judged(google, of_google, status, word):
    google.status[f"cloudscheduler/v1/{LOCATED}/jobs"] = status
    with pytest.raises(UnreadableError, match=word):
        of_google()


def test_a_region_out_of_reach_is_not_taken_for_an_empty_one(google, of_google):
    path = f"cloudfunctions/v2/{LOCATED}/functions"
    del google.lists[path]
    google.single[path] = {"functions": [], "unreachable": [LOCATED]}
    with pytest.raises(UnreadableError, match="cannot reach"):
        of_google()
