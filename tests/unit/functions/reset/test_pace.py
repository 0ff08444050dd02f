"""The turn of an owner who waits at a page: soon or not at all, whatever the rest of the house is doing."""

from datetime import timedelta

from belajar.embedded.store import SqliteStore
from belajar.ports import Merge
from belajar.rules.policy import POLICY
from belajar.runtime.pacing import directory_calls
from functions.reset.pace import directory_pace
from tests.support.clock import ManualClock

PACE = "throttles/pace:directory-owners"


def test_a_pace_that_is_taken_is_not_waited_for(desk):
    reset_id, token = desk.proven()
    far = desk.clock.now().replace(hour=23)
    desk.store.commit([Merge(PACE, {"free_at": far, "expire_at": far})])
    assert desk.choose(reset_id, token).code == "layanan_sibuk"
    assert (desk.reset(reset_id).state, desk.users.changes) == ("verified", [])
    assert sum(desk.clock.slept) < 10
    assert desk.document(PACE)["free_at"] == far, "and nobody behind waits longer for it"


def test_one_password_takes_one_slot_of_the_owners_pace(desk):
    reset_id, token = desk.proven()
    desk.choose(reset_id, token)
    taken = desk.document(PACE)["free_at"] - desk.clock.now()
    assert 0 < taken.total_seconds() < 0.3


def test_an_import_whose_instances_have_leased_the_next_seconds_keeps_no_owner_waiting(desk):
    for _ in range(3):
        directory_calls(desk.store, desk.clock).wait()
    assert desk.choose(*desk.proven()).status == 200


def test_owners_and_all_others_together_stay_under_the_quota(tmp_path):
    """In a minute of unbroken work."""
    store, made = SqliteStore(tmp_path / "store.sqlite"), 0
    for pace_of in (directory_pace, directory_calls):
        clock = ManualClock()
        pace, end = pace_of(store, clock), clock.now() + timedelta(minutes=1)
        while clock.now() < end:
            pace.wait()
            made += 1
    store.close()
    assert 0.94 < made / POLICY.directory_calls_per_minute < 0.96
