"""The pepper is exchanged: a file that says what it said brings its people under the newest, and does nothing else."""

from dataclasses import replace

import pytest

from belajar.embedded.store import SqliteStore
from belajar.ports import Merge, Query
from functions.roster.scan import LINES_PER_CHUNK
from schemas.documents import AccountState, LookupEntry
from schemas.events import ChunkCut, ImportAdvanced
from tests.support.ports import Fuse, FusedStore, KilledError

OLD, NEW = b"o" * 32, b"n" * 32
KEYS = ("lookup_key", "nik_hash", "row_digest")
TWO_CHUNKS = LINES_PER_CHUNK + 5


def under(roster, *peppers):
    """A new revision of the function."""
    roster.deps = replace(roster.deps, peppers=peppers)


def register(store):
    """Every key that people are known by, and what is shown under each."""
    people, entries = ([*store.query(Query(name, limit=1000))] for name in ("people", "lookup"))
    for entry in entries:
        LookupEntry.model_validate(entry.data)
    known = {person.path: {name: person.data[name] for name in KEYS} for person in people}
    return known, {entry.path: entry.data for entry in entries}


def chunks_of(roster, content):
    """Deliver a file up to its chunks without reading them."""
    event = roster.put(content)
    _, [(scan_id, scanned)] = roster.deliver(event, f"received {event.generation}")
    _, following = roster.deliver(scanned, scan_id)
    return [(event_id, event) for event_id, event in following if isinstance(event, ChunkCut)]


@pytest.fixture
def three(file_of, pupil):
    """A file of three people, two of them under one look-up entry."""
    twin = pupil(0) | {"sumber_id": pupil(1)["sumber_id"], "nama": "NURAINI RAHMAWATI", "nik": ""}
    return file_of(pupil(0), twin, pupil(2))


@pytest.fixture
def fresh(roster, tmp_path):
    """What the register would be, had this file been imported under the new pepper alone."""
    store = SqliteStore(tmp_path / "fresh.sqlite")

    def made(content):
        other = type(roster)(store, roster.files, roster.clock)
        under(other, NEW)
        other.read(content)
        return register(store)

    under(roster, OLD)
    yield made
    store.close()


def test_the_same_file_brings_its_people_under_the_new_pepper_and_asks_for_nothing(roster, fresh, three):
    roster.read(three)
    asked = list(roster.asked)
    under(roster, NEW, OLD)
    again = roster.read(three)
    assert roster.counts(again) == {"rows_read": 3, "accepted": 3, "rekeyed": 3}
    assert roster.imported(again)["totals"]["rekeyed"] == 3
    assert register(roster.store) == fresh(three), "nothing is left under the old one, nobody is there twice"
    assert roster.asked == asked


def test_the_old_pepper_may_go_afterwards(roster, fresh, three):
    roster.read(three)
    under(roster, NEW, OLD)
    roster.read(three)
    before = roster.fingerprint()
    under(roster, NEW)
    assert roster.counts(roster.read(three)) == {"rows_read": 3, "accepted": 3, "unchanged": 3}
    assert roster.fingerprint() == before


@pytest.mark.usefixtures("fresh")
def test_without_the_old_pepper_the_same_file_cannot_be_told_from_one_that_contradicts_itself(roster, three):
    roster.read(three)
    under(roster, NEW)
    assert roster.counts(roster.read(three)) == {"rows_read": 3, "rejected": 3}


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("kill_at", range(4))
def test_a_crash_at_any_effect_is_healed_by_the_next_delivery(roster, file_of, pupil, fresh, kill_at, before):
    content = file_of(*[pupil(number) for number in range(TWO_CHUNKS)])
    roster.read(content)
    asked = list(roster.asked)
    under(roster, NEW, OLD)
    chunks = chunks_of(roster, content)
    whole, fuse = roster.store, Fuse()
    fuse.kill_at, fuse.before = kill_at, before
    killed = 0
    for event_id, event in chunks:
        roster.store = FusedStore(whole, fuse)
        under(roster, NEW, OLD)
        try:
            roster.deliver(event, event_id)
        except KilledError:
            killed += 1
            fuse.kill_at = None
            roster.deliver(event, event_id)
    roster.store = whole
    roster.drain(ImportAdvanced(import_id=chunks[0][1].import_id), "at the end")
    assert (killed, len(chunks)) == (1, 2)
    assert roster.imported(chunks[0][1].import_id)["totals"]["rekeyed"] == TWO_CHUNKS
    assert register(roster.store) == fresh(content)
    assert roster.asked == asked


def test_a_chunk_that_comes_again_under_the_new_pepper_is_not_taken_for_other_rows(roster, file_of, pupil, fresh):
    """Its first reading stood still on the way and another import reads the file: instances are new by then."""
    content = file_of(*[pupil(number) for number in range(TWO_CHUNKS)])
    [first, second] = chunks_of(roster, content)
    roster.drain(first[1], first[0])
    under(roster, NEW, OLD)
    roster.drain(second[1], second[0])
    assert roster.counts(first[1].import_id)["created"] == TWO_CHUNKS
    again = roster.read(content)
    counts = roster.counts(again)
    assert (counts["rekeyed"], counts["unchanged"], counts.get("rejected")) == (LINES_PER_CHUNK, 5, None)
    assert register(roster.store) == fresh(content)


@pytest.mark.usefixtures("fresh")
def test_instances_that_only_check_the_new_pepper_yet_refuse_nothing_that_others_wrote_under_it(roster, three):
    under(roster, NEW, OLD)
    roster.read(three)
    under(roster, OLD, NEW)
    assert "rejected" not in roster.counts(roster.read(three))


@pytest.mark.usefixtures("fresh")
def test_two_rows_of_a_file_that_contradict_each_other_are_found_under_two_peppers_too(roster, file_of, pupil):
    rows = [pupil(number) for number in range(LINES_PER_CHUNK)]
    [first, second] = chunks_of(roster, file_of(*rows, pupil(0, rombel="9Z"), pupil(1)))
    roster.drain(first[1], first[0])
    under(roster, NEW, OLD)
    roster.drain(second[1], second[0])
    counts = roster.counts(first[1].import_id)
    assert (counts["rejected"], counts["rekeyed"], roster.person()["rombel"]) == (1, 1, "4A")


@pytest.mark.usefixtures("fresh")
def test_a_row_that_says_something_new_is_changed_and_not_counted_twice(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    under(roster, NEW, OLD)
    changed = roster.read(file_of(pupil(rombel="5B")))
    assert roster.counts(changed) == {"rows_read": 1, "accepted": 1, "changed": 1}


def test_what_others_know_about_a_person_moves_along(roster, file_of, pupil, fresh):
    """State, address, a bounce and a corrected contact are not the register's to touch when it says nothing new."""
    content, path = file_of(pupil()), f"people/{pupil()['sumber_id']}"
    roster.read(content)
    held = {"account_state": "created", "address": "nuraini12@sd.belajar.id", "contact_bounced": True}
    corrected = {"email_pribadi": "ibu.baru@keluarga.test", "corrected_from": {"email_pribadi": "ibu.sumarni@k.test"}}
    shown = {"state": "created", "address": held["address"], "contact_bounced": True}
    entry = f"lookup/{roster.person()['lookup_key']}"
    roster.store.commit([Merge(path, held | corrected), Merge(entry, {"persons": {pupil()["sumber_id"]: shown}})])
    before = roster.person()
    under(roster, NEW, OLD)
    roster.read(content)
    changed = {name for name, value in roster.person().items() if value != before[name]}
    assert changed == {*KEYS, "import_id"}
    assert shown.items() <= roster.shown().items()
    assert roster.person()["lookup_key"] == next(iter(fresh(content)[0].values()))["lookup_key"]


@pytest.mark.usefixtures("fresh")
def test_an_account_that_was_refused_is_not_asked_for_again(roster, file_of, pupil):
    roster.read(file_of(pupil()))
    refused = {"account_state": AccountState.REFUSED.value, "refused_reason": "invalid_name"}
    roster.store.commit([Merge(f"people/{pupil()['sumber_id']}", refused)])
    under(roster, NEW, OLD)
    again = roster.read(file_of(pupil()))
    assert roster.counts(again) == {"rows_read": 1, "accepted": 1, "rekeyed": 1}
    assert (len(roster.asked), roster.person()["account_state"]) == (1, "refused")
