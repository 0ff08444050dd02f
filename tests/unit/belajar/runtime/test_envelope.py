"""What a push body may look like, and what is made of it."""

import base64
import json
from datetime import UTC, datetime

import pytest

from belajar.runtime.envelope import UnreadableError, open_push
from belajar.runtime.outgoing import derived_id, make_message
from schemas.events import AccountRequested, ImportAdvanced, LetterUploaded, RosterReceived, SweeperTicked

EVENT = ImportAdvanced(import_id="a" * 32)


def push(attributes=None, data: bytes | None = b"{}", **message) -> bytes:
    body = {"attributes": attributes or {}, "messageId": "1", **message}
    if data is not None:
        body["data"] = base64.b64encode(data).decode()
    return json.dumps({"message": body, "subscription": "s", "deliveryAttempt": 3}).encode()


def ours(**changed) -> dict[str, str]:
    return {"ce-type": EVENT.type, "ce-id": "e1", "ce-correlationid": "c1", "ce-causationid": "r1"} | changed


def test_what_is_made_can_be_opened_again():
    sent = make_message(
        EVENT, "e1", correlation_id="c1", causation_id="r1", source="roster", at=datetime(2026, 7, 1, tzinfo=UTC)
    )
    received = open_push(push(dict(sent.attributes), sent.data))
    assert received is not None
    assert (received.id, received.event, received.correlation_id, received.causation_id, received.attempt) == (
        "e1", EVENT, "c1", "r1", 3,
    )  # fmt: skip
    assert sent.topic == "import-advanced-v1"
    assert sent.attributes["ce-specversion"] == "1.0"
    assert sent.attributes["ce-time"] == "2026-07-01T00:00:00Z"


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"not json", b"[]", b"null", b'{"message": 5}', b'{"subscription": "s"}', b"[" * 50_000,
        push({"ce-id": "e1"}),
        push(ours(**{"ce-type": "id.belajar.unknown.done.v1"})),
        push(ours(), b"not json"),
        push(ours(), b'{"import_id": "short"}'),
        push(ours(), EVENT.model_dump_json()[:-1].encode() + b', "nama": "x"}'),
        push(ours(), data=None),
        json.dumps({"message": {"attributes": ours(), "data": "%%%"}}).encode(),
        push({"ce-type": EVENT.type}, EVENT.model_dump_json().encode()),
        push({"bucketId": "b", "eventType": "OBJECT_FINALIZE"}),
        push(["ce-type"]), push("ce-type"), push({"ce-type": ["nama"]}), push({"bucketId": {"nama": 1}}),
        json.dumps({"message": {"attributes": ours(), "data": [5]}}).encode(),
        b'{"message": {}, "deliveryAttempt": Infinity}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_so_without_its_content(raw):
    with pytest.raises(UnreadableError) as error:
        open_push(raw)
    assert "nama" not in str(error.value)
    assert len(str(error.value)) < 60


@pytest.mark.parametrize("name", ["ce-id", "ce-correlationid", "ce-causationid"])
@pytest.mark.parametrize("value", ["a/b", "nama orang", "x" * 129, "a\n", "\ud800", "é"])
def test_an_id_that_is_not_of_our_form_reaches_neither_the_store_nor_the_log(name, value):
    with pytest.raises(UnreadableError, match="an id is not one of ours"):
        open_push(push(ours(**{name: value}), EVENT.model_dump_json().encode()))


def test_an_uploaded_object_becomes_a_roster_with_an_identity_of_its_own():
    attributes = {
        "eventType": "OBJECT_FINALIZE", "bucketId": "rosters", "objectId": "in/a.csv", "objectGeneration": "7",
    }  # fmt: skip
    first, again = open_push(push(attributes, b'{"name": "in/a.csv"}')), open_push(push(attributes))
    newer = open_push(push(attributes | {"objectGeneration": "8"}))
    assert first is not None
    assert again is not None
    assert newer is not None
    assert first.event == RosterReceived(bucket="rosters", name="in/a.csv", generation="7")
    assert first.id == again.id != newer.id


@pytest.mark.parametrize("name", ["surat/0123456789abcdef/1", "suratku.csv", "in/surat/a.csv"])
def test_an_object_under_the_prefix_of_letters_is_a_letter_and_no_other(name):
    attributes = {"eventType": "OBJECT_FINALIZE", "bucketId": "b", "objectId": name, "objectGeneration": "7"}
    received = open_push(push(attributes))
    assert received is not None
    kind = LetterUploaded if name.startswith("surat/") else RosterReceived
    assert received.event == kind(bucket="b", name=name, generation="7")


def test_other_notifications_of_the_bucket_are_nobodys_business():
    assert open_push(push({"eventType": "OBJECT_DELETE", "bucketId": "rosters", "objectId": "in/a.csv"})) is None


def test_a_tick_is_known_by_its_minute():
    def tick(at: str) -> str:
        received = open_push(push({"ce-type": SweeperTicked.type}, publishTime=at))
        assert received is not None
        return received.id

    assert tick("2026-07-13T01:00:01.5Z") == tick("2026-07-13T01:00:59Z") != tick("2026-07-13T01:01:00Z")


def test_derived_ids_depend_on_cause_step_type_and_key():
    other = AccountRequested(person_id="00000000-0000-0000-0000-000000000000", import_id="a" * 32)
    ids = [
        derived_id("c", "roster", EVENT, ""),
        derived_id("d", "roster", EVENT, ""),
        derived_id("c", "notify", EVENT, ""),
        derived_id("c", "roster", other, ""),
        derived_id("c", "roster", EVENT, "1"),
    ]
    assert len(set(ids)) == 5
    assert derived_id("c", "roster", EVENT, "") == ids[0]
