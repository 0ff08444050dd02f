"""Sync and resets: which sign-in uses up a credential, and what a frozen account is."""

from datetime import timedelta

import pytest

from belajar.ports import DirectoryUser, Merge
from belajar.rules.passwords import initial_password
from functions.sync.changes import changes
from functions.sync.restored import restored
from functions.sync.seen import Seen
from schemas.documents import Account, AccountState
from tests.support.records import ADDRESS, PERSON_ID, put_whole


def user(**changed) -> DirectoryUser:
    facts = {"workspace_id": "w", "agreed_to_terms": True, "last_login": None, "suspended": False}
    return DirectoryUser(address=ADDRESS, external_id=PERSON_ID, **(facts | changed))


@pytest.fixture
def account(store, clock):
    """An account that a petugas has reset now; what Workspace says is looked at an hour later."""

    def make(state: AccountState, **fields) -> None:
        put_whole(store, state)
        store.commit(
            [Merge(f"accounts/{ADDRESS}", {"issue": 2, "nonce": "ab" * 16, "reset_at": clock.now(), **fields})]
        )
        clock.advance(hours=1)

    return make


def look(store, clock, **seen) -> Account:
    writes, rest = changes([user(**seen)], clock.now(), store)
    store.commit(writes)
    assert not rest
    return Account.model_validate(store.get(f"accounts/{ADDRESS}")[0].data)


@pytest.mark.parametrize("state", [AccountState.CREATED, AccountState.ACTIVE])
@pytest.mark.parametrize(("minutes", "used"), [(30, True), (-30, False), (0, False)])
def test_only_a_sign_in_after_the_reset_uses_its_credential_up(store, clock, account, state, minutes, used):
    account(state)
    reset_at = clock.now() - timedelta(hours=1)
    seen = look(store, clock, last_login=reset_at + timedelta(minutes=minutes))
    assert (seen.nonce is None) == used
    assert seen.state is AccountState.ACTIVE


def test_a_credential_that_was_kept_goes_with_the_next_sign_in_though_nothing_else_changes(store, clock, account):
    account(AccountState.CREATED)
    assert look(store, clock, last_login=clock.now() - timedelta(hours=2)).nonce
    seen = look(store, clock, last_login=clock.now())
    assert (seen.nonce, seen.state) == (None, AccountState.ACTIVE)
    assert seen.reset_at, "codes from before the reset still prove nothing"


def test_a_used_credential_changes_neither_the_person_nor_what_a_check_shows(store, clock, account):
    account(AccountState.ACTIVE)
    activated, paths = clock.now(), (f"people/{PERSON_ID}", f"lookup/key-{PERSON_ID}")
    store.commit([Merge(f"accounts/{ADDRESS}", {"activated_at": activated})])
    before = [found.version for found in store.get(*paths)]
    clock.advance(hours=1)
    assert look(store, clock, last_login=clock.now()).activated_at == activated
    assert [found.version for found in store.get(*paths)] == before


def test_who_has_not_accepted_the_terms_may_still_need_the_credential(store, clock, account):
    account(AccountState.CREATED)
    assert look(store, clock, last_login=clock.now(), agreed_to_terms=False).nonce


@pytest.mark.parametrize(("minutes", "used"), [(30, True), (-30, False)])
def test_a_suspension_uses_up_no_more_than_the_sign_in_before_it(store, clock, account, minutes, used):
    account(AccountState.ACTIVE)
    signed_in = clock.now() - timedelta(hours=1) + timedelta(minutes=minutes)
    seen = look(store, clock, last_login=signed_in, suspended=True)
    assert (seen.state, seen.nonce is None) == (AccountState.SUSPENDED, used)


def test_a_used_credential_is_not_written_again_and_again(store, clock, account):
    account(AccountState.ACTIVE)
    look(store, clock, last_login=clock.now())
    assert changes([user(last_login=clock.now())], clock.now(), store) == ([], False)


@pytest.mark.parametrize("seen", [{"suspended": False}, {"suspended": True}])
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_frozen_account_stays_as_it_is_whatever_workspace_says(store, clock, account, seen, signed_in):
    """Workspace may be late, or an administrator may have restored it: only the helpdesk's reset ends the freeze."""
    account(AccountState.SUSPENDED, frozen_at=clock.now(), nonce=None)
    last_login = clock.now() if signed_in else None
    assert changes([user(**seen, last_login=last_login)], clock.now(), store) == ([], False)


def test_the_watch_over_the_suspended_does_not_restore_a_frozen_one(store, clock, account):
    account(AccountState.ACTIVE)
    look(store, clock, suspended=True, last_login=None)
    store.commit([Merge(f"accounts/{ADDRESS}", {"frozen_at": clock.now()})])
    store.commit(restored(store, lambda _: user(), clock.now()))
    assert store.get(f"accounts/{ADDRESS}")[0].data["state"] == "suspended"


def test_a_renewed_credential_is_another_password_than_the_first():
    issued = [initial_password(b"k" * 32, ADDRESS, issue, "ab" * 16, easy=True) for issue in (1, 2)]
    assert len(set(issued)) == 2


def test_an_account_without_a_reset_loses_its_nonce_at_activation_only(store, clock):
    put_whole(store, AccountState.CREATED)
    [found] = store.get(f"accounts/{ADDRESS}")
    signed_in = user(last_login=clock.now(), agreed_to_terms=False)
    assert not Seen(signed_in, found).uses_up
    assert Seen(user(last_login=clock.now()), found).uses_up
