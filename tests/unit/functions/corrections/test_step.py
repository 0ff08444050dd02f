"""Corrected contacts take effect when they are due, once, for those who are still the ones they were asked for."""

import pytest

from belajar.ports import Merge
from functions.corrections.step import MOST
from schemas.documents import AccountState
from tests.support.records import ADDRESS, PERSON_ID, put_whole
from tests.unit.functions.corrections.conftest import (
    CORRECTION,
    NEW_EMAIL,
    NEW_PHONE,
    REGISTER,
    contacts,
    person,
    shown,
    state_of,
)


def test_a_correction_that_is_due_takes_effect_everywhere(store, clock, waiting, tick):
    put_whole(store, AccountState.ACTIVE)
    waiting()
    store.commit([Merge(f"people/{PERSON_ID}", {"contact_bounced": True})])
    clock.advance(days=3)
    told = tick()
    assert contacts(store) == {"email_pribadi": NEW_EMAIL, "nomor_ponsel": NEW_PHONE}
    assert (person(store)["corrected_from"], person(store)["contact_bounced"]) == (REGISTER, False)
    assert shown(store)["email_masked"] == "ib***@k***.test"
    assert shown(store)["phone_masked"].endswith("0077")
    assert (shown(store)["state"], shown(store)["address"], shown(store)["contact_bounced"]) == (
        "active",
        ADDRESS,
        False,
    )
    assert state_of(store) == "applied"
    assert told == [
        ("correction-changed-v1", {"correction_id": CORRECTION, "state": "applied"}),
        ("contact-corrected-v1", {"person_id": PERSON_ID}),
    ]


def test_until_then_the_owner_can_object(store, clock, waiting, tick):
    put_whole(store, AccountState.ACTIVE)
    waiting()
    clock.advance(days=2, hours=23, minutes=59)
    assert tick() == []
    assert contacts(store) == REGISTER
    store.commit([Merge(f"corrections/{CORRECTION}", {"state": "objected"})])
    clock.advance(days=2)
    assert tick() == []
    assert (contacts(store), state_of(store)) == (REGISTER, "objected")


def test_an_objection_at_the_last_moment_wins(store, clock, waiting, tick):
    class Objecting:
        def query(self, query):
            found = store.query(query)
            if found:
                store.commit([Merge(f"corrections/{CORRECTION}", {"state": "objected"})])
            return found

        def get(self, *paths):
            return store.get(*paths)

    put_whole(store, AccountState.ACTIVE)
    waiting()
    clock.advance(days=3)
    assert tick(using=Objecting()) == []
    assert (contacts(store), state_of(store)) == (REGISTER, "objected")


def test_a_person_who_changes_at_that_moment_loses_nothing(store, clock, waiting, tick):
    class Moving:
        query = store.query
        moved = False

        def get(self, *paths):
            found = store.get(*paths)
            if not self.moved:
                self.moved = True
                store.commit([Merge(f"people/{PERSON_ID}", {"nomor_ponsel": "+6281255500011", "rombel": "5B"})])
            return found

    put_whole(store, AccountState.ACTIVE)
    waiting(phone=None)
    clock.advance(days=3)
    tick(using=Moving())
    assert contacts(store) == {"email_pribadi": NEW_EMAIL, "nomor_ponsel": "+6281255500011"}
    assert person(store)["corrected_from"]["nomor_ponsel"] == "+6281255500011"


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"phone": None}, {"email_pribadi": NEW_EMAIL, "nomor_ponsel": None}),
        ({"email": None}, {"email_pribadi": "wali@keluarga.test", "nomor_ponsel": NEW_PHONE}),
    ],
)
def test_what_the_correction_does_not_name_stays(store, clock, waiting, tick, fields, wanted):
    put_whole(store, AccountState.ACTIVE)
    waiting(**fields)
    clock.advance(days=3)
    tick()
    assert contacts(store) == wanted


@pytest.mark.parametrize(("fields", "bounced"), [({"email": None}, True), ({"phone": None}, False)])
def test_only_a_new_mail_address_has_not_bounced_yet(store, clock, waiting, tick, fields, bounced):
    put_whole(store, AccountState.ACTIVE)
    store.commit([Merge(f"people/{PERSON_ID}", {"contact_bounced": True})])
    waiting(**fields)
    clock.advance(days=3)
    tick()
    assert (person(store)["contact_bounced"], shown(store)["contact_bounced"]) == (bounced, bounced)


def test_a_second_correction_keeps_what_the_register_said(store, clock, waiting, tick):
    put_whole(store, AccountState.ACTIVE)
    for number, email in enumerate(("satu@keluarga.test", "dua@keluarga.test")):
        waiting(f"{number:032x}", email=email)
        clock.advance(days=3)
        tick()
    assert person(store)["email_pribadi"] == "dua@keluarga.test"
    assert person(store)["corrected_from"] == REGISTER


def test_two_about_one_person_at_once_come_one_behind_the_other(store, clock, waiting, tick):
    put_whole(store, AccountState.ACTIVE)
    waiting("1" * 32, phone=None)
    clock.advance(seconds=1)
    waiting("0" * 32, email=None)
    clock.advance(days=3)
    told = tick()
    assert [data["correction_id"] for topic, data in told if topic == "correction-changed-v1"] == ["1" * 32, "0" * 32]
    assert contacts(store) == {"email_pribadi": NEW_EMAIL, "nomor_ponsel": NEW_PHONE}


def test_a_tick_that_comes_twice_applies_once(store, clock, waiting, tick):
    put_whole(store, AccountState.ACTIVE)
    waiting()
    clock.advance(days=3)
    assert [len(tick("e1")), len(tick("e1")), len(tick("e2"))] == [2, 0, 0]


def test_twins_who_share_an_entry_are_corrected_together(store, clock, waiting, tick):
    twins = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]
    for number, twin in enumerate(twins):
        address = f"siti.rahma{number}@sd.belajar.id"
        put_whole(store, AccountState.ACTIVE, address, twin)
        store.commit([Merge(f"people/{twin}", {"lookup_key": "shared"})])
        waiting(f"{number:032x}", akun=address, person_id=twin, email=f"anak{number}@keluarga.test")
    clock.advance(days=3)
    assert len(tick()) == 4
    [entry] = store.get("lookup/shared")
    assert {person_id: one["email_masked"] for person_id, one in entry.data["persons"].items()} == {
        twins[0]: "an***@k***.test",
        twins[1]: "an***@k***.test",
    }


def test_people_outside_the_schools_have_no_entry_to_change(store, clock, waiting, tick):
    put_whole(store, AccountState.ACTIVE)
    store.commit([Merge(f"people/{PERSON_ID}", {"lookup_key": None})])
    waiting()
    clock.advance(days=3)
    tick()
    assert contacts(store)["email_pribadi"] == NEW_EMAIL
    assert shown(store)["email_masked"] == "w***@k***.test"


def test_very_many_are_applied_in_several_runs(store, clock, waiting, tick):
    for number in range(MOST + 10):
        person_id = f"00000000-0000-4000-8000-{number:012}"
        put_whole(store, AccountState.ACTIVE, f"a{number}@sd.belajar.id", person_id)
        waiting(f"{number:032x}", akun=f"a{number}@sd.belajar.id", person_id=person_id)
    clock.advance(days=3)
    assert len(tick()) == 2 * (MOST + 10)
    assert {state_of(store, f"{number:032x}") for number in range(MOST + 10)} == {"applied"}


def test_nothing_due_leaves_no_trace(store, tick):
    before = store.counts["writes"]
    assert tick() == []
    assert store.counts["writes"] == before
