"""Two weeks after an assisted reset its credential opens nothing any more, unless its owner has used it."""

from dataclasses import replace
from datetime import datetime

import pytest

from belajar.errors import RetryableError
from belajar.ports import Merge
from belajar.rules.policy import POLICY
from functions.workspace_update.expired import AT_A_TIME, CURSOR
from schemas.documents import AccountState
from schemas.events import PasswordChanged, ResetApproved, SyncTicked
from schemas.resets import ResetState, ResetWay
from tests.support.ports import KilledError

RESET, OTHER = "a" * 32, "b" * 32
DAYS = POLICY.assisted_password_days
OVER = {"days": DAYS, "hours": 2}


@pytest.fixture
def renewed(house):
    """An account with the credential of an assisted reset; returns that credential."""

    def make(state: AccountState = AccountState.ACTIVE) -> str:
        house.account_made(state)
        house.reset(RESET)
        house.deliver(ResetApproved(reset_id=RESET), "r1")
        return house.derived()

    return make


def tick(house, event_id: str = "t1") -> str:
    return house.deliver(SyncTicked(), event_id).word


@pytest.mark.parametrize("state", [AccountState.CREATED, AccountState.ACTIVE])
def test_a_credential_nobody_used_in_its_time_opens_nothing(house, renewed, state):
    credential = renewed(state)
    house.clock.advance(**OVER)
    assert tick(house) == "done"
    assert (house.account.nonce, house.states()) == (None, {state.value})
    assert not house.opens(credential)


def test_until_then_it_opens(house, renewed):
    credential = renewed()
    house.clock.advance(days=DAYS, seconds=-60)
    assert tick(house) == "nothing"
    assert house.opens(credential)


def test_who_has_signed_in_keeps_the_password_chosen_then_though_sync_has_not_seen_it(house, renewed):
    credential = renewed()
    house.clock.advance(days=1)
    assert house.opens(credential)
    house.clock.advance(**OVER)
    tick(house)
    assert house.account.nonce is None
    assert house.opens("pisang-raja-39")


def test_who_signed_in_at_the_last_moment_keeps_that_password_though_workspace_shows_it_late(house, renewed):
    credential = renewed()
    house.clock.advance(days=DAYS, minutes=-10)
    not_yet = house.user()["lastLoginTime"]
    assert house.opens(credential)
    shown = house.deps.directory.get
    house.between.get = lambda address: replace(shown(address), last_login=datetime.fromisoformat(not_yet))
    house.clock.advance(minutes=20)
    tick(house)
    del house.between.get
    house.clock.advance(hours=2)
    tick(house, "t2")
    assert house.account.nonce is None
    assert house.opens("pisang-raja-39")


def test_a_password_the_owner_set_since_stays(house, renewed):
    renewed()
    house.clock.advance(days=1)
    house.own_reset(OTHER, "sawo-matang-39")
    house.deliver(PasswordChanged(reset_id=OTHER), "p1")
    house.clock.advance(days=2 * DAYS)
    tick(house)
    assert house.opens("sawo-matang-39")


def test_a_later_reset_has_a_time_of_its_own(house, renewed):
    renewed()
    house.clock.advance(days=DAYS - 1)
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "r2")
    house.clock.advance(days=2)
    tick(house)
    assert house.opens(house.derived())


def test_of_two_resets_in_one_look_the_one_that_counts_is_found(house, renewed):
    """Whatever moved the earlier one behind the later one: the owner who disowned it, say."""
    renewed()
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "r2")
    house.store.commit([Merge(f"resets/{RESET}", {"changed_at": house.clock.now()})])
    house.clock.advance(**OVER)
    tick(house)
    assert house.account.nonce is None


def test_a_reset_that_comes_between_has_the_last_word(house, renewed):
    renewed()
    house.clock.advance(**OVER)
    house.reset(OTHER)
    house.between.before["update"] = lambda: house.deliver(ResetApproved(reset_id=OTHER), "r2")
    assert tick(house) == "done"
    assert house.account.issue == 3
    assert house.opens(house.derived())


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(3))
def test_a_crash_at_any_effect_is_made_good(house, renewed, at, before):
    credential = renewed()
    house.clock.advance(**OVER)
    house.fuse.effects.clear()
    house.fuse.kill_at, house.fuse.before = at, before
    house.deliver_until_done(SyncTicked(), "t1")
    assert house.fuse.effects[: at + 1] == ["commit", "update", "commit"][: at + 1]
    assert house.account.nonce is None
    assert not house.opens(credential)


def test_a_tick_that_never_ended_is_made_good_by_the_next(house, renewed):
    credential = renewed()
    house.clock.advance(**OVER)
    house.between.before["update"] = lambda: (_ for _ in ()).throw(KilledError())
    with pytest.raises(KilledError):
        tick(house)
    house.clock.advance(minutes=30)
    tick(house, "t2")
    assert not house.opens(credential)


def test_while_workspace_does_not_answer_nothing_is_passed_over(house, renewed):
    renewed()
    house.clock.advance(**OVER)
    house.rules({"method": "users.patch", "answer": "authError", "times": 20})
    with pytest.raises(RetryableError):
        tick(house)
    assert house.account.nonce
    house.rules()
    assert tick(house) == "done"
    assert house.account.nonce is None


def test_a_user_who_is_gone_holds_nobody_up(house, renewed):
    renewed()
    house.clock.advance(**OVER)
    house.deleted()
    assert tick(house) == "done"
    assert house.account.nonce is None


def test_what_has_been_looked_at_is_not_looked_at_again(house, renewed):
    renewed()
    house.clock.advance(**OVER)
    tick(house)
    calls = house.calls("get")
    assert tick(house, "t2") == "nothing"
    assert house.calls("get") == calls


def test_resets_by_owners_and_those_not_done_are_passed_by(house):
    house.account_made()
    for number, fields in enumerate(({"way": ResetWay.OWNER, "state": ResetState.DONE}, {"state": ResetState.CLOSED})):
        house.reset(f"{number:032x}", issue=1, **fields)
    house.clock.advance(**OVER)
    tick(house)
    assert house.account.nonce
    assert house.opens(house.derived())


def test_very_many_are_looked_at_page_by_page_in_one_tick(house):
    house.account_made()
    for number in range(AT_A_TIME + 5):
        house.reset(f"{number:032x}", state=ResetState.DONE, issue=None)
        house.clock.advance(seconds=1)
    house.store.commit([Merge(f"resets/{number:032x}", {"issue": 1})])
    house.clock.advance(**OVER)
    assert tick(house) == "done"
    assert house.account.nonce is None
    assert house.document(CURSOR)["until"] == house.reset_now(f"{number:032x}").changed_at
