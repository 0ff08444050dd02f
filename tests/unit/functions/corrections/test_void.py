"""A correction is void where it would help whoever took an account, or is about nobody any more."""

from datetime import timedelta

import pytest

from belajar.ports import Delete, Merge, Put
from schemas.documents import AccountState
from tests.support.records import ADDRESS, PERSON_ID, account, put_whole
from tests.support.staff import put_petugas
from tests.unit.functions.corrections.conftest import ASKER, NEW_PHONE, REGISTER, contacts, state_of


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
def test_nor_what_whoever_had_the_petugas_account_asked_for_before_it_was_frozen(
    store, clock, waiting, tick, asked_after, state
):
    """The petugas is at work again before it is due."""
    put_whole(store, AccountState.ACTIVE)
    waiting()
    frozen_at = clock.now() + timedelta(hours=-1 if asked_after else 1)
    held = account(ASKER, "22222222-2222-4333-8444-555555555555", state=AccountState.ACTIVE, was_frozen_at=frozen_at)
    store.commit([Put(f"accounts/{ASKER}", held.model_dump())])
    clock.advance(days=3)
    tick()
    assert state_of(store) == state


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
