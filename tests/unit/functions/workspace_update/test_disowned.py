"""Bukan saya: from the first commit on the account is frozen, and stays so whoever comes in between."""

import pytest

from belajar.errors import Reason, RetryableError
from schemas.documents import AccountState
from schemas.events import ResetApproved, ResetDisowned
from schemas.resets import ResetState
from tests.support.ports import KilledError
from tests.support.records import ADDRESS

RESET, OTHER, THIRD = "a" * 32, "b" * 32, "c" * 32
EVENT = ResetDisowned(reset_id=RESET)
EFFECTS = ("commit", "update", "sign_out", "update", "commit")


def killed() -> None:
    raise KilledError


@pytest.fixture
def disowned(house):
    """An owner's reset that was not the owner's."""

    def make(state: AccountState = AccountState.ACTIVE) -> None:
        house.account_made(state)
        house.own_reset(RESET, "sandi-si-penipu-1", disowned_at=house.clock.now())

    return make


@pytest.mark.parametrize("state", [AccountState.CREATED, AccountState.ACTIVE])
def test_the_account_is_frozen_everywhere(house, disowned, state):
    disowned(state)
    assert house.deliver(EVENT).word == "done"
    assert house.states() == {"suspended"}
    assert (house.account.frozen_at, house.account.nonce) == (house.clock.now(), None)
    assert house.user()["suspended"]
    assert not house.is_signed_in()


def test_who_took_it_does_not_come_back_by_a_recovery_contact_of_their_own(house, disowned):
    disowned()
    house.patched(recoveryEmail="pencuri@contoh.test", recoveryPhone="+6281255500999")
    house.deliver(EVENT)
    assert (house.user()["recoveryEmail"], house.user().get("recoveryPhone")) == ("wali@keluarga.test", None)


def test_an_administrator_who_restores_it_does_not_let_in_who_took_it(house, disowned):
    disowned()
    house.deliver(EVENT)
    house.patched(suspended=False)
    assert not house.opens("sandi-si-penipu-1")


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(len(EFFECTS)))
def test_a_crash_at_any_effect_is_made_good(house, disowned, at, before):
    disowned()
    house.fuse.effects.clear()
    house.fuse.kill_at, house.fuse.before = at, before
    house.deliver_until_done(EVENT)
    assert tuple(house.fuse.effects[: at + 1]) == EFFECTS[: at + 1]
    assert (house.states(), house.user()["suspended"], house.is_signed_in()) == ({"suspended"}, True, False)
    assert house.account.frozen_at


def test_a_message_that_comes_twice_freezes_once(house, disowned):
    disowned()
    assert [house.deliver(EVENT).word for _ in range(2)] == ["done", "duplicate"]
    assert house.calls("signOut") == 1


def test_while_workspace_does_not_answer_we_hold_the_account_frozen_already(house, disowned):
    disowned()
    house.rules({"method": "users.patch", "answer": "authError", "times": 20})
    with pytest.raises(RetryableError):
        house.deliver(EVENT)
    assert house.states() == {"suspended"}
    assert house.account.frozen_at


def test_a_reset_begun_while_it_was_being_frozen_does_not_open_it(house, disowned):
    """`assist` may have read the account a moment before; the freeze ends behind that moment."""

    def begin() -> None:
        house.clock.advance(seconds=1)
        house.reset(OTHER)
        house.clock.advance(seconds=1)

    disowned()
    house.between.before["update"] = begin
    house.deliver(EVENT)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    assert house.reset_now(OTHER).reason == "not_ready"
    assert house.user()["suspended"]


def test_a_reset_of_the_helpdesk_afterwards_opens_it(house, disowned):
    disowned()
    house.deliver(EVENT)
    house.clock.advance(hours=1)
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    assert (house.states(), house.account.frozen_at) == ({"active"}, None)
    assert house.opens(house.derived())


@pytest.mark.parametrize("broken_at", ["update", "sign_out"])
def test_a_freeze_that_broke_off_and_comes_again_behind_the_helpdesk_does_not_undo_the_thaw(house, disowned, broken_at):
    disowned()
    house.between.behind[broken_at] = killed
    with pytest.raises(KilledError):
        house.deliver(EVENT)
    house.clock.advance(minutes=7)
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    credential = house.derived()
    assert house.deliver(EVENT).word in ("done", "nothing")
    assert (house.states(), house.account.frozen_at) == ({"active"}, None)
    assert house.opens(credential)


def test_a_freeze_that_reached_workspace_behind_the_thaw_is_said_to_be_one(house, disowned):
    """Its run stood still for long: the credential of the helpdesk opens nothing any more, and nobody may think so."""

    def thaw() -> None:
        house.clock.advance(minutes=7)
        house.reset(OTHER)
        house.deliver(ResetApproved(reset_id=OTHER), "e2")

    disowned()
    house.between.before["update"] = thaw
    house.deliver(EVENT)
    assert (house.states(), house.user()["suspended"]) == ({"suspended"}, True)
    assert house.account.frozen_at


def test_another_reset_disowned_after_the_thaw_freezes_again(house, disowned):
    disowned()
    house.deliver(EVENT)
    house.clock.advance(hours=1)
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    house.clock.advance(hours=1)
    house.reset(THIRD, state=ResetState.DONE, disowned_at=house.clock.now())
    house.deliver(ResetDisowned(reset_id=THIRD), "e3")
    assert (house.states(), house.user()["suspended"]) == ({"suspended"}, True)


def test_one_that_an_administrator_suspended_stays_theirs_to_restore(house, disowned):
    disowned()
    house.marked(state="suspended")
    house.patched(suspended=True)
    house.deliver(EVENT)
    assert (house.account.frozen_at, house.account.nonce) == (None, None)
    house.patched(suspended=False)
    assert not house.opens("sandi-si-penipu-1"), "but not to who took it"


def test_sync_does_not_watch_a_frozen_account(house, disowned):
    disowned()
    house.deliver(EVENT)
    assert house.store.get(f"suspended/{ADDRESS}") == [None]


@pytest.mark.parametrize("state", [AccountState.RESERVED, AccountState.FOREIGN, AccountState.REFUSED])
def test_what_is_not_ours_in_workspace_is_not_touched(house, disowned, state):
    disowned()
    house.marked(state=state.value)
    patched = house.calls("patch")
    assert house.deliver(EVENT).decision.refused is Reason.NOT_READY
    assert (house.account.state, house.calls("patch")) == (state, patched)


def test_a_reset_that_nobody_disowned_or_knows_freezes_nothing(house):
    assert house.deliver(EVENT).decision.refused is Reason.UNKNOWN_RESET
    house.account_made()
    house.own_reset(RESET)
    assert house.deliver(EVENT, "e2").decision.refused is Reason.INVALID_REQUEST
    assert house.states() == {"created"}
