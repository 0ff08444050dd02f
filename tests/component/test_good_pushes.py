"""A message that comes twice is one; one whose dependency is down comes again."""

import pytest

PERSON_ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
IMPORT_ID = "0123456789abcdef0123456789abcdef"
UNKNOWN = {
    "provision": ("id.belajar.account.requested.v1", {"person_id": PERSON_ID, "import_id": IMPORT_ID}),
    "notify": ("id.belajar.details.requested.v1", {"person_id": PERSON_ID, "address": "contoh@sd.belajar.id"}),
}
FILE = {"eventType": "OBJECT_FINALIZE", "bucketId": "rosters", "objectGeneration": "1"}


def ledger(function, event_id):
    [path] = [path for path in function.documents("ledger") if path.endswith(event_id)]
    [snapshot] = function.store.get(path)
    return snapshot


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_can_never_work_is_refused_once_with_its_reason(serve, name):
    function = serve(name)
    kind, data = UNKNOWN[name]
    attributes = {"ce-id": "c" * 32, "ce-type": kind}
    assert function.push(attributes, data).status == 204
    first = ledger(function, "c" * 32)
    assert (first.data["state"], first.data["reason"]) == ("refused", "unknown_person")
    assert function.push(attributes, data).status == 204
    assert ledger(function, "c" * 32).version == first.version


def test_a_tick_that_comes_twice_starts_one_look(serve):
    sync = serve("sync")
    tick = {"ce-id": "d" * 32, "ce-type": "id.belajar.sync.ticked.v1"}
    statuses = [sync.push(tick).status for _ in range(2)]
    assert statuses == [204, 204]
    assert ledger(sync, "d" * 32).data["state"] == "done"
    assert sync.messages() == {"sync-paged-v1.sync": 1}


def test_a_mail_that_the_relay_cannot_take_now_is_asked_for_again(serve):
    notify = serve("notify")
    refused = {"ce-id": "e" * 32, "ce-type": "id.belajar.account.refused.v1"}
    statuses = [notify.push(refused, {"person_id": PERSON_ID, "reason": "invalid_name"}).status for _ in range(2)]
    assert statuses == [503, 503], "no relay listens: both deliveries must be asked for again, the second at once"
    [record] = notify.store.get(*notify.documents("messages"))
    assert record.data["state"] == "sending"
    assert ledger(notify, "e" * 32).data["state"] == "claimed"


def test_a_file_that_is_no_roster_is_refused_once(serve):
    roster = serve("roster")
    notification = FILE | {"objectId": "in/tidak-ada.csv"}
    assert [roster.push(notification).status for _ in range(2)] == [204, 204]
    [path] = roster.documents("imports")
    [document] = roster.store.get(path)
    assert (document.data["state"], document.data["refused_reason"]) == ("refused", "missing_file")
    assert len(roster.documents("ledger")) == 1


def test_a_sweep_with_nothing_to_do_leaves_no_trace(serve):
    sweeper = serve("sweeper")
    before = sweeper.documents("ledger", "outbox")
    tick = {"ce-type": "id.belajar.sweeper.ticked.v1"}
    assert sweeper.push(tick, publishTime="2026-07-01T02:31:00Z").status == 204
    assert sweeper.documents("ledger", "outbox") == before
