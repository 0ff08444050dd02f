"""Reading a chunk: people, look-up entries, requests, progress: once, exactly, whatever happens in between."""

from dataclasses import replace

import pytest

from belajar.errors import Reason, RetryableError
from belajar.ports import Merge
from schemas.documents import AccountState
from schemas.events import AccountRequested, ChunkCut
from tests.support.ports import Fuse, Fused, FusedStore, KilledError

HIDDEN = ("Sumarni", "2014-05-17", "3204995705140001")


def chunk_of(roster, content):
    """Deliver a file up to its chunks without reading them."""
    event = roster.put(content)
    _, [(scan_id, scanned)] = roster.deliver(event, f"received {event.generation}")
    _, following = roster.deliver(scanned, scan_id)
    return next((event_id, event) for event_id, event in following if isinstance(event, ChunkCut))


def set_account(roster, number, **fields):
    """As provision and sync would."""
    person = roster.person(number)
    shown = {name: fields[name] for name in ("address",) if name in fields} | {"state": fields["account_state"]}
    roster.store.commit(
        [
            Merge(f"people/{person['sumber_id']}", fields),
            Merge(f"lookup/{person['lookup_key']}", {"persons": {person["sumber_id"]: shown}}),
        ]
    )


def test_a_new_person_is_recorded_shown_and_asked_for_once(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil()))
    person = roster.person()
    assert (person["account_state"], person["nomor_ponsel"], person["import_id"]) == (
        "requested",
        "+6281255500001",
        import_id,
    )
    assert roster.asked == [person["sumber_id"]]
    assert roster.shown()["state"] == AccountState.REQUESTED
    assert roster.shown()["email_masked"] == "ib***@k***.test"
    assert roster.counts(import_id) == {"rows_read": 1, "accepted": 1, "created": 1, "requested": 1}


def test_mothers_name_birth_date_and_nik_are_in_no_document(roster, file_of, pupil):
    from belajar.ports import Query

    import_id = roster.read(file_of(pupil(), pupil(1, nik="1", tanggal_lahir="17-05-2014")))
    stored = [s.data for name in ("people", "lookup", "imports", "stats") for s in roster.store.query(Query(name))]
    text = repr(stored) + repr(roster.rejects(import_id)) + repr(roster.delivered)
    assert not [secret for secret in (*HIDDEN, "17-05-2014") if secret in text]


def test_the_same_file_again_changes_nothing(roster, file_of, pupil):
    content = file_of(*[pupil(number) for number in range(30)], b"half;a;line")
    roster.read(content)
    before, asked = roster.fingerprint(), list(roster.asked)
    again = roster.read(content)
    assert (roster.fingerprint(), roster.asked) == (before, asked)
    assert roster.counts(again) == {"rows_read": 31, "accepted": 30, "unchanged": 30, "rejected": 1}


def test_a_second_delivery_of_a_chunk_changes_and_counts_nothing(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil(0), pupil(1)))
    before, counts = roster.fingerprint(), roster.counts(import_id)
    for event_id, event in list(roster.delivered):
        outcome, events = roster.deliver(event, event_id)
        assert outcome.word in ("duplicate", "nothing")
        assert events == []
    assert (roster.fingerprint(), roster.counts(import_id)) == (before, counts)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("kill_at", range(3))
def test_a_crash_at_any_effect_is_healed_by_the_next_delivery(roster, file_of, pupil, kill_at, before):
    content = file_of(pupil(0), b"half;a;line", pupil(1))
    event_id, event = chunk_of(roster, content)
    fuse, (store, files, deps) = Fuse(), (roster.store, roster.files, roster.deps)
    fuse.kill_at, fuse.before = kill_at, before
    roster.store = FusedStore(store, fuse)
    roster.deps = replace(deps, store=roster.store, files=Fused(files, fuse, "write"))
    with pytest.raises(KilledError):
        roster.deliver(event, event_id)
    roster.store, roster.deps = store, deps
    told = {event.person_id for event in roster.out() if isinstance(event, AccountRequested)}
    roster.drain(event, event_id)
    counts = {"rows_read": 3, "accepted": 2, "created": 2, "requested": 2, "rejected": 1}
    assert roster.counts(event.import_id) == counts
    assert [roster.person(number)["account_state"] for number in (0, 1)] == ["requested"] * 2
    assert roster.files.list("rosters", f"rejects/{event.import_id}/") == [f"rejects/{event.import_id}/00000000.csv"]
    assert fuse.effects == ["write", "commit", "commit"][: kill_at + 1]
    assert told | set(roster.asked) == {roster.person(number)["sumber_id"] for number in (0, 1)}


def test_a_changed_row_updates_the_facts_and_leaves_the_account_alone(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    set_account(roster, 0, account_state="created", address="nuraini12@sd.belajar.id", contact_bounced=True)
    requested_at, key = roster.person()["requested_at"], roster.person()["lookup_key"]
    roster.clock.advance(days=2)
    changed = roster.read(file_of(pupil(rombel="5B", tingkat="5")))
    person = roster.person()
    assert (person["tingkat"], person["rombel"], person["import_id"]) == (5, "5B", changed)
    assert (person["account_state"], person["address"]) == ("created", "nuraini12@sd.belajar.id")
    assert (person["requested_at"], person["lookup_key"], person["contact_bounced"]) == (requested_at, key, True)
    assert (roster.shown()["state"], roster.shown()["address"]) == ("created", "nuraini12@sd.belajar.id")
    assert roster.counts(changed) == {"rows_read": 1, "accepted": 1, "changed": 1}
    assert len(roster.asked) == 1


def test_a_new_email_has_not_bounced(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    set_account(roster, 0, account_state="created", contact_bounced=True)
    roster.read(file_of(pupil(email_pribadi="baru@keluarga.test")))
    assert roster.person()["contact_bounced"] is False
    assert (roster.shown()["contact_bounced"], roster.shown()["email_masked"]) == (False, "b***@k***.test")


def test_a_corrected_name_moves_the_look_up_entry_with_what_it_showed(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    set_account(roster, 0, account_state="active", address="nuraini12@sd.belajar.id")
    old = roster.person()["lookup_key"]
    roster.read(file_of(pupil(nama="Nuraini Kartika")))
    assert roster.person()["lookup_key"] != old
    assert (roster.shown()["state"], roster.shown()["address"]) == ("active", "nuraini12@sd.belajar.id")
    assert roster.store.get(f"lookup/{old}") == [None]


def test_two_people_of_one_chunk_may_share_an_entry_and_one_may_leave_it(roster, file_of, pupil):
    twin = pupil(0) | {"sumber_id": pupil(1)["sumber_id"], "nama": "NURAINI RAHMAWATI"}
    roster.read(file_of(pupil(0), twin))
    shared = roster.person(0)["lookup_key"]
    assert roster.person(1)["lookup_key"] == shared
    assert len(roster.document(f"lookup/{shared}")["persons"]) == 2
    third = pupil(0) | {"sumber_id": pupil(2)["sumber_id"]}
    roster.read(file_of(pupil(0), twin | {"nama": "Kartika"}, third))
    assert set(roster.document(f"lookup/{shared}")["persons"]) == {pupil(0)["sumber_id"], pupil(2)["sumber_id"]}
    assert roster.shown(1)["state"] == "requested"


def test_people_may_swap_their_entries_in_one_chunk(roster, file_of, pupil):
    first, second = pupil(0), pupil(1, nama="Kartika")
    roster.read(file_of(first, second))
    keys = roster.person(0)["lookup_key"], roster.person(1)["lookup_key"]
    swapped = first | {"sumber_id": second["sumber_id"]}, second | {"sumber_id": first["sumber_id"]}
    roster.read(file_of(*swapped))
    assert (roster.person(1)["lookup_key"], roster.person(0)["lookup_key"]) == keys
    assert [len(roster.document(f"lookup/{key}")["persons"]) for key in keys] == [1, 1]


def test_a_request_that_was_lost_is_made_again_an_hour_later(roster, file_of, pupil):
    content = file_of(pupil())
    roster.read(content)
    roster.clock.advance(minutes=59)
    roster.read(content)
    assert len(roster.asked) == 1
    roster.clock.advance(minutes=1)
    again = roster.read(content)
    assert len(roster.asked) == 2
    assert roster.person()["requested_at"] == roster.clock.now()
    assert roster.counts(again) == {"rows_read": 1, "accepted": 1, "unchanged": 1, "requested": 1}


def test_a_reservation_that_came_to_no_end_is_asked_for_again_and_kept(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    set_account(roster, 0, account_state="reserved", address="nuraini12@sd.belajar.id")
    roster.clock.advance(hours=1)
    roster.read(file_of(pupil()))
    assert len(roster.asked) == 2
    person = roster.person()
    assert (person["account_state"], person["address"]) == ("reserved", "nuraini12@sd.belajar.id")
    assert person["requested_at"] == roster.clock.now()


def test_a_refused_person_is_asked_for_again_only_when_the_register_has_changed(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    set_account(roster, 0, account_state="refused", address="x@sd.belajar.id", refused_reason="invalid_name")
    roster.clock.advance(days=1)
    roster.read(file_of(pupil()))
    assert len(roster.asked) == 1
    roster.read(file_of(pupil(nama="Nuraini Kartika")))
    assert len(roster.asked) == 2
    person = roster.person()
    assert (person["account_state"], person["address"], person["refused_reason"]) == ("requested", None, None)
    assert (roster.shown()["state"], roster.shown()["address"]) == ("requested", None)


def test_a_doubled_person_in_a_chunk_is_rejected_in_the_later_row(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil(0), pupil(1), pupil(0, nama="Kartika")))
    [problem] = roster.rejects(import_id)
    assert (problem["baris"], problem["kolom"], problem["sumber_id"]) == ("4", "sumber_id", pupil(0)["sumber_id"])
    assert roster.person(0)["nama"] == "Nur'aini Rahmawati"


def test_a_doubled_person_in_another_chunk_is_rejected_too_but_an_equal_row_is_not(roster, file_of, pupil):
    rows = [pupil(number) for number in range(200)]
    import_id = roster.read(file_of(*rows, pupil(0, nama="Kartika"), pupil(1)))
    assert len(roster.chunks()) == 2
    assert [problem["baris"] for problem in roster.rejects(import_id)] == ["202"]
    counts = {"rows_read": 202, "accepted": 201, "created": 200, "unchanged": 1, "rejected": 1, "requested": 200}
    assert roster.counts(import_id) == counts


def test_a_person_who_changed_meanwhile_is_read_afresh(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    event_id, event = chunk_of(roster, file_of(pupil(rombel="4B")))
    created = {"account_state": "created", "address": "a@sd.belajar.id"}
    roster.deps = roster.overtaken("people", lambda: set_account(roster, 0, **created))
    assert roster.deliver(event, event_id)[0].word == "done"
    person = roster.person()
    assert (person["rombel"], person["account_state"], person["address"]) == ("4B", "created", "a@sd.belajar.id")


@pytest.mark.parametrize("shared", [False, True])
def test_a_look_up_entry_that_changed_while_it_was_moved_is_read_afresh(roster, file_of, pupil, shared):
    there = [pupil(), pupil() | {"sumber_id": pupil(1)["sumber_id"]}][: 2 if shared else 1]
    roster.read(file_of(*there))
    event_id, event = chunk_of(roster, file_of(pupil(nama="Kartika")))
    entry, person = f"lookup/{roster.person()['lookup_key']}", roster.person()["sumber_id"]
    active = Merge(entry, {"persons": {person: {"state": "active"}}})
    roster.deps = roster.overtaken("lookup", lambda: roster.store.commit([active]))
    roster.deliver(event, event_id)
    assert roster.shown()["state"] == "active"


def test_a_lost_request_is_not_made_again_when_it_was_answered_in_the_same_moment(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    roster.clock.advance(hours=2)
    event_id, event = chunk_of(roster, file_of(pupil()))
    roster.deps = roster.overtaken("people", lambda: set_account(roster, 0, account_state="created"))
    _, events = roster.deliver(event, event_id)
    assert not [following for _, following in events if isinstance(following, AccountRequested)]
    assert roster.person()["account_state"] == "created"


def test_a_chunk_that_comes_again_after_the_end_does_nothing_whatever_its_id(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil(), b"half;line"))
    [(_, event)] = roster.chunks()
    assert roster.deliver(event, "replayed")[0].word == "nothing"
    assert roster.counts(import_id)["rows_read"] == 2


def test_of_two_files_with_a_new_person_at_the_same_time_one_creates_and_one_changes(roster, file_of, pupil):
    slow_id, slow = chunk_of(roster, file_of(pupil(rombel="4B")))
    fast_id, fast = chunk_of(roster, file_of(pupil(rombel="4C")))
    roster.deps = roster.overtaken("people", lambda: roster.drain(fast, fast_id))
    _, events = roster.deliver(slow, slow_id)
    assert not [event for _, event in events if isinstance(event, AccountRequested)]
    assert roster.asked == [pupil()["sumber_id"]]
    assert (roster.counts(fast.import_id)["created"], roster.counts(slow.import_id)["changed"]) == (1, 1)
    assert roster.person()["rombel"] == "4B"


def test_nothing_is_counted_while_the_bucket_is_down(roster, file_of, pupil):
    event_id, event = chunk_of(roster, file_of(pupil(), b"half;line"))

    class Down:
        def read(self, *_):
            raise RetryableError(Reason.FILES_UNAVAILABLE)

    whole, roster.deps = roster.deps, replace(roster.deps, files=Down())
    with pytest.raises(RetryableError):
        roster.deliver(event, event_id)
    assert roster.counts(event.import_id) == {}
    roster.deps = whole
    roster.drain(event, event_id)
    assert roster.counts(event.import_id)["rows_read"] == 2


def test_a_full_chunk_of_people_who_all_move_fits_into_one_commit(roster, file_of, pupil):
    rows = [pupil(number) for number in range(140)]
    roster.read(file_of(*rows))
    import_id = roster.read(file_of(*[row | {"tanggal_lahir": "2014-05-18"} for row in rows]))
    assert roster.counts(import_id)["changed"] == 140


def test_an_event_about_an_unknown_import_is_final(roster):
    event = ChunkCut(import_id="0" * 32, number=0, start=0, length=1, first_line=2)
    outcome, _ = roster.deliver(event, "e")
    assert outcome.decision.refused is Reason.INVALID_EVENT
