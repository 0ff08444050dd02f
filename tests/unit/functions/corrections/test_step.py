"""Corrected contacts take effect when they are due, once, for those who are still the ones they were asked for."""

import json
from datetime import timedelta

import pytest

from belajar.decision import Call
from belajar.ports import Delete, Merge, Put
from belajar.runtime.run import Run, Runtime
from functions.corrections.step import MOST, Deps, apply_due
from schemas.documents import AccountState
from schemas.events import CorrectionTicked
from schemas.resets import Correction, CorrectionState
from tests.support.ports import KeptBus
from tests.support.records import ADDRESS, PERSON_ID, account, put_whole
from tests.support.staff import put_petugas

CORRECTION = "c" * 32
ASKER = "operator@admin.sd.belajar.id"
NEW_EMAIL, NEW_PHONE = "ibu.baru@keluarga.test", "+6281255500077"
REGISTER = {"email_pribadi": "wali@keluarga.test", "nomor_ponsel": None}


@pytest.fixture
def waiting(store, clock):
    """A correction that is due in three days."""

    def put(correction_id: str = CORRECTION, **fields) -> None:
        now = clock.now()
        facts = {
            "id": correction_id, "state": CorrectionState.WAITING, "akun": ADDRESS, "person_id": PERSON_ID,
            "petugas": ASKER, "alasan": "nomor lama hilang", "email": NEW_EMAIL,
            "phone": NEW_PHONE, "requested_at": now, "due_at": now + timedelta(days=3), "changed_at": now,
            "expire_at": now + timedelta(days=30),
        }  # fmt: skip
        made = Correction.model_validate(facts | fields)
        store.commit([Put(f"corrections/{correction_id}", made.model_dump())])

    return put


@pytest.fixture
def tick(store, clock):
    """Runs ticks until nobody asks for another; what else was published, by topic."""

    def run(event_id: str = "", using=None) -> list[tuple[str, dict]]:
        name, bus = event_id or f"tick{clock.now().isoformat()}", KeptBus()
        call, deps = Call(name, "case", clock.now()), Deps(using or store)
        Run(Runtime(store, bus, clock), "corrections", call, name).execute(
            lambda: apply_due(CorrectionTicked(), call, deps)
        )
        out = [(message.topic, json.loads(message.data)) for message in bus.messages]
        again = [message for message in bus.messages if message.topic == "correction-ticked-v1"]
        told = [one for one in out if one[0] != "correction-ticked-v1"]
        return told + (run(again[0].attributes["ce-id"]) if again else [])

    return run


def person(store, person_id: str = PERSON_ID) -> dict:
    return store.get(f"people/{person_id}")[0].data


def shown(store) -> dict:
    return store.get(f"lookup/key-{PERSON_ID}")[0].data["persons"][PERSON_ID]


def state_of(store, correction_id: str = CORRECTION) -> str:
    return store.get(f"corrections/{correction_id}")[0].data["state"]


def contacts(store) -> dict:
    return {name: person(store)[name] for name in REGISTER}


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


@pytest.mark.parametrize("path", [f"people/{PERSON_ID}", f"accounts/{ADDRESS}"])
def test_about_somebody_who_is_gone_it_is_void_and_nobody_is_told(store, clock, waiting, tick, path):
    put_whole(store, AccountState.ACTIVE)
    waiting()
    store.commit([Delete(path)])
    clock.advance(days=3)
    assert tick() == []
    assert state_of(store) == "void"
    assert store.get(f"people/{PERSON_ID}")[0] is None or contacts(store) == REGISTER


@pytest.mark.parametrize(
    "moved",
    [
        (f"people/{PERSON_ID}", {"address": "siti.lain@smp.belajar.id"}),
        (f"accounts/{ADDRESS}", {"person_id": "00000000-0000-4000-8000-000000000000"}),
    ],
)
def test_when_the_account_is_elsewhere_it_is_void(store, clock, waiting, tick, moved):
    put_whole(store, AccountState.ACTIVE)
    waiting()
    path, fields = moved
    store.commit([Merge(path, fields)])
    clock.advance(days=3)
    assert tick() == []
    assert (state_of(store), contacts(store)) == ("void", REGISTER)


@pytest.mark.parametrize("field", ["frozen_at", "was_frozen_at"])
@pytest.mark.parametrize(("asked_after", "state"), [(True, "applied"), (False, "void")])
def test_whoever_took_an_account_before_it_was_frozen_gets_no_contact_into_it(
    store, clock, waiting, tick, asked_after, state, field
):
    """Not even when the helpdesk has let the owner in again before it is due."""
    put_whole(store, AccountState.SUSPENDED if field == "frozen_at" else AccountState.ACTIVE)
    frozen_at = clock.now() + timedelta(hours=-1 if asked_after else 1)
    store.commit([Merge(f"accounts/{ADDRESS}", {field: frozen_at})])
    waiting()
    clock.advance(days=3)
    tick()
    assert state_of(store) == state


@pytest.mark.parametrize(
    ("active", "held", "state"),
    [
        (None, None, "applied"),
        (True, "active", "applied"),
        (None, "active", "applied"),
        (False, None, "void"),
        (False, "active", "void"),
        (None, "suspended", "void"),
        (True, "suspended", "void"),
    ],
)
def test_what_was_asked_by_who_was_dismissed_or_whose_account_was_frozen_since_is_void(
    store, clock, waiting, tick, active, held, state
):
    """Whoever had the operator's account for an hour would else have everybody's three days later."""
    put_whole(store, AccountState.ACTIVE)
    waiting()
    if active is not None:
        put_petugas(store, ASKER, roles={"operator": "20100001"}, active=active)
    if held is not None:
        store.commit([Put(f"accounts/{ASKER}", account(ASKER, "22222222-2222-4333-8444-555555555555").model_dump())])
        store.commit([Merge(f"accounts/{ASKER}", {"state": held})])
    clock.advance(days=3)
    assert len(tick()) == (2 if state == "applied" else 0)
    assert (state_of(store), contacts(store) == REGISTER) == (state, state == "void")


@pytest.mark.parametrize(("asked_after", "state"), [(True, "applied"), (False, "void")])
def test_what_the_register_has_said_since_is_newer(store, clock, waiting, tick, asked_after, state):
    put_whole(store, AccountState.ACTIVE)
    said_at = clock.now() + timedelta(hours=-1 if asked_after else 1)
    store.commit([Merge(f"people/{PERSON_ID}", {"nomor_ponsel": "+6281255500011", "contacts_said_at": said_at})])
    waiting()
    clock.advance(days=3)
    tick()
    assert state_of(store) == state
    assert contacts(store)["nomor_ponsel"] == (NEW_PHONE if asked_after else "+6281255500011")


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
