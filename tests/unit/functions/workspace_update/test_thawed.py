"""A frozen account opens again by a reset that knew of the freeze, and by no other."""

import pytest

from schemas.documents import AccountState
from schemas.events import ResetApproved
from schemas.resets import ResetState

RESET, OTHER = "a" * 32, "b" * 32
EVENT = ResetApproved(reset_id=RESET)
EFFECTS = ("commit", "update", "sign_out", "commit")


def closed_with(house) -> str | None:
    reset = house.reset_now(RESET)
    assert reset.state is ResetState.CLOSED
    return reset.reason


@pytest.mark.parametrize("activated", [True, False])
def test_a_frozen_account_opens_again_as_what_it_was(house, activated):
    state = AccountState.ACTIVE if activated else AccountState.CREATED
    house.account_made(state)
    house.marked(state="suspended", frozen_at=house.clock.now(), nonce=None)
    house.person_marked(account_state="suspended")
    house.patched(suspended=True)
    house.clock.advance(hours=3)
    house.reset(RESET)
    assert house.deliver(EVENT).word == "done"
    assert house.states() == {state.value}
    assert house.account.frozen_at is None
    assert house.opens(house.derived())


@pytest.mark.parametrize("at", range(len(EFFECTS)))
def test_a_crash_while_a_frozen_account_opens_leaves_nothing_half(house, at):
    house.account_made()
    house.marked(state="suspended", frozen_at=house.clock.now(), nonce=None)
    house.patched(suspended=True)
    house.reset(RESET)
    house.fuse.effects.clear()
    house.fuse.kill_at = at
    house.deliver_until_done(EVENT)
    assert (house.account.frozen_at, house.account.state) == (None, AccountState.CREATED)
    assert house.opens(house.derived())


def test_a_reset_begun_before_the_freeze_does_not_undo_it(house):
    house.account_made()
    house.reset(RESET)
    house.clock.advance(seconds=1)
    house.marked(state="suspended", frozen_at=house.clock.now(), nonce=None)
    house.patched(suspended=True)
    house.deliver(EVENT)
    assert closed_with(house) == "not_ready"
    assert house.user()["suspended"]


def test_a_reset_begun_before_the_freeze_is_void_also_when_its_event_comes_after_the_thaw(house):
    house.account_made()
    house.reset(RESET)
    house.clock.advance(seconds=1)
    house.marked(state="suspended", frozen_at=house.clock.now(), nonce=None)
    house.clock.advance(seconds=1)
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    credential = house.derived()
    house.deliver(EVENT)
    assert closed_with(house) == "not_ready"
    assert house.opens(credential)


@pytest.mark.parametrize("moment", ["before", "behind"])
def test_an_account_frozen_while_it_is_reset_ends_frozen(house, moment):
    def freeze() -> None:
        house.clock.advance(seconds=1)
        house.marked(state="suspended", frozen_at=house.clock.now(), nonce=None)
        house.patched(suspended=True)

    house.account_made()
    house.reset(RESET)
    getattr(house.between, moment)["update"] = freeze
    house.deliver(EVENT)
    assert closed_with(house) == "conflict"
    assert (house.user()["suspended"], house.account.nonce) == (True, None)
