"""Raw pushes to every function that events start: what cannot be read is kept aside and acknowledged at once."""

import base64
import json

import pytest

from devstack.topology import topology
from schemas.events import CATALOGUE

LISTENING = sorted({name for listening in topology().subscriptions.values() for name in listening.functions})
EVENT = {"ce-id": "a" * 32, "ce-type": "id.belajar.account.created.v1"}
PERSON_ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
IMPORT_ID = "0123456789abcdef0123456789abcdef"
CREATED = {"person_id": PERSON_ID, "address": "contoh@sd.belajar.id"}


def message(**parts):
    return json.dumps({"message": parts}).encode()


def data(value):
    return base64.b64encode(json.dumps(value).encode()).decode()


HALF = {"bucketId": "rosters", "eventType": "OBJECT_FINALIZE"}
UNREADABLE = {
    "nothing": (b"", "not a push body"),
    "noise": (b"\xff\xfe\x00", "not a push body"),
    "a list": (b"[]", "not a push body"),
    "deep": (b"[" * 50_000, "not a push body"),
    "no message": (b"{}", "not a push body"),
    "no attributes": (message(data=data(CREATED)), "unknown type"),
    "unknown type": (message(attributes=EVENT | {"ce-type": "id.belajar.x.y.v1"}, data=data({})), "unknown type"),
    "wrong base64": (message(attributes=EVENT, data="***"), "data does not fit AccountCreated"),
    "no JSON in it": (message(attributes=EVENT, data="aGFsbw=="), "data does not fit AccountCreated"),
    "missing data": (message(attributes=EVENT), "data does not fit AccountCreated"),
    "unknown field": (message(attributes=EVENT, data=data(CREATED | {"x": 1})), "data does not fit AccountCreated"),
    "no id": (message(attributes={"ce-type": EVENT["ce-type"]}, data=data(CREATED)), "no ce-id"),
    "half a notification": (message(attributes=HALF), "incomplete storage notification"),
}


@pytest.fixture(params=LISTENING)
def function(request, serve):
    return serve(request.param)


def quarantined(function):
    return function.documents("quarantine")


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_push_is_acknowledged_and_kept_whole_with_its_reason(function, case):
    raw, reason = UNREADABLE[case]
    assert function.request("POST", "/", raw).status == 204
    kept = [snapshot.data for snapshot in function.store.get(*quarantined(function))]
    assert reason in {entry["reason"] for entry in kept if base64.b64decode(entry["body"]) == raw}


def test_the_same_unreadable_push_is_kept_once(function):
    raw = message(attributes={"ce-type": "id.belajar.again.v1"})
    function.request("POST", "/", raw)
    before = quarantined(function).keys()
    assert function.request("POST", "/", raw).status == 204
    assert quarantined(function).keys() == before


def test_an_event_for_another_function_is_kept_aside(function, request):
    name = request.node.callspec.params["function"]
    [other] = [model for model in CATALOGUE.values() if model.__name__ == "SyncPaged"]
    if name in topology().subscriptions[other.topic()].functions:
        [other] = [model for model in CATALOGUE.values() if model.__name__ == "ImportAdvanced"]
    example = {"run": "r", "page_token": None, "page": 0} if other.__name__ == "SyncPaged" else {"import_id": IMPORT_ID}
    assert function.push({"ce-id": "b" * 32, "ce-type": other.type}, example).status == 204
    reasons = {snapshot.data["reason"] for snapshot in function.store.get(*quarantined(function))}
    assert "no step for this type" in reasons


def test_a_notification_nobody_asked_for_is_acknowledged_without_a_trace(function):
    before = function.documents()
    attributes = {"eventType": "OBJECT_DELETE", "bucketId": "rosters", "objectId": "in/a", "objectGeneration": "1"}
    assert function.push(attributes).status == 204
    assert function.documents() == before
