"""An assisted reset sets one new credential, whatever happens meanwhile."""

from datetime import timedelta

import pytest

from belajar.errors import DirectoryDelayedError, Reason
from belajar.ports import Delete
from belajar.rules.policy import POLICY
from schemas.documents import AccountState
from schemas.events import ResetApproved
from schemas.resets import ResetState
from tests.support.ports import KilledError
from tests.support.records import ADDRESS, PERSON_ID

RESET, OTHER = "a" * 32, "b" * 32
EVENT = ResetApproved(reset_id=RESET)
EFFECTS = ("commit", "update", "sign_out", "commit")


def killed() -> None:
    raise KilledError


def closed_with(house, reset_id: str = RESET) -> str | None:
    reset = house.reset_now(reset_id)
    assert reset.state is ResetState.CLOSED
    return reset.reason


@pytest.mark.parametrize("state", [AccountState.CREATED, AccountState.ACTIVE])
def test_the_new_credential_opens_the_account_and_no_earlier_password_does(house, state):
    house.account_made(state)
    before = house.derived() if state is AccountState.CREATED else "durian-montong-28"
    house.reset(RESET)
    assert house.deliver(EVENT).word == "done"
    assert house.states() == {state.value}
    assert house.account.issue == 2
    assert house.user()["changePasswordAtNextLogin"]
    assert not house.opens(before)
    assert house.opens(house.derived())


def test_the_reset_is_recorded_and_the_owner_can_be_told(house):
    house.account_made()
    house.reset(RESET)
    house.deliver(EVENT)
    reset, now = house.reset_now(RESET), house.clock.now()
    assert (reset.state, reset.issue, reset.set_at, reset.signed_out_at) == (ResetState.DONE, 2, now, now)
    assert reset.expire_at == now + timedelta(days=POLICY.reset_record_days)
    assert house.account.reset_at == now
    assert house.events() == ["password-changed-v1"]


def test_whoever_is_signed_in_is_signed_out(house):
    house.account_made(AccountState.ACTIVE)
    assert house.is_signed_in()
    house.reset(RESET)
    house.deliver(EVENT)
    assert not house.is_signed_in()


def test_a_message_that_comes_twice_sets_one_credential(house):
    house.account_made()
    house.reset(RESET)
    assert [house.deliver(EVENT, event_id).word for event_id in ("e1", "e1", "e2")] == ["done", "nothing", "nothing"]
    assert (house.account.issue, house.calls("patch"), house.events()) == (2, 1, ["password-changed-v1"])


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(len(EFFECTS)))
def test_a_crash_at_any_effect_leaves_the_one_credential_that_is_derived(house, at, before):
    house.account_made()
    house.reset(RESET)
    house.fuse.effects.clear()
    house.fuse.kill_at, house.fuse.before = at, before
    house.deliver_until_done(EVENT)
    assert tuple(house.fuse.effects[: at + 1]) == EFFECTS[: at + 1]
    assert (house.account.issue, house.reset_now(RESET).state) == (2, ResetState.DONE)
    assert house.events() == ["password-changed-v1"]
    assert house.opens(house.derived())


def test_a_retry_sets_the_same_credential_as_the_try_that_was_cut_off(house):
    house.account_made()
    house.reset(RESET)
    house.between.behind["update"] = killed
    with pytest.raises(KilledError):
        house.deliver(EVENT)
    taken_by_workspace = house.derived()
    house.clock.advance(minutes=7)
    house.deliver(EVENT)
    assert house.derived() == taken_by_workspace
    assert house.opens(taken_by_workspace)


@pytest.mark.parametrize("moment", ["before update", "behind update", "behind sign_out"])
def test_of_two_resets_at_once_the_later_ones_credential_is_the_one_in_workspace(house, moment):
    house.account_made()
    house.reset(RESET)
    house.reset(OTHER)
    when, _, call = moment.partition(" ")
    getattr(house.between, when)[call] = lambda: house.deliver(ResetApproved(reset_id=OTHER), "e2")
    assert house.deliver(EVENT).word == "refused"
    assert closed_with(house) == "conflict"
    other = house.reset_now(OTHER)
    assert (other.state, other.issue, house.account.issue) == (ResetState.DONE, 3, 3)
    assert house.events() == ["password-changed-v1"], "of the later one"
    assert house.opens(house.derived())


def test_two_resets_one_behind_the_other_both_are_done_and_the_last_holds(house):
    house.account_made()
    for reset_id in (RESET, OTHER):
        house.reset(reset_id)
        house.deliver(ResetApproved(reset_id=reset_id), reset_id)
    assert [house.reset_now(reset_id).issue for reset_id in (RESET, OTHER)] == [2, 3]
    assert len(house.events()) == 2
    assert house.opens(house.derived())


def test_a_cut_off_reset_that_comes_back_late_takes_nothing_from_an_owner_who_has_signed_in(house):
    house.account_made()
    house.reset(RESET)
    house.reset(OTHER)
    house.between.before["update"] = killed
    with pytest.raises(KilledError):
        house.deliver(EVENT)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    house.clock.advance(minutes=7)
    assert house.opens(house.derived()), "and chooses another password"
    house.deliver(EVENT)
    assert closed_with(house) == "conflict"
    assert house.opens("pisang-raja-39")


def test_a_nonce_that_went_meanwhile_is_replaced_for_nobody_could_be_told_that_credential(house):
    """Sync saw a sign-in with the earlier initial password while the new one was on its way."""
    house.account_made()
    house.reset(RESET)
    house.between.before["update"] = lambda: house.marked(nonce=None)
    assert house.deliver(EVENT).word == "done"
    assert house.reset_now(RESET).issue == house.account.issue == 3
    assert house.opens(house.derived())


def test_a_password_the_owner_set_meanwhile_gives_way_to_the_one_that_is_handed_out(house):
    house.account_made()
    house.reset(RESET)
    house.between.behind["update"] = lambda: house.patched(password="durian-montong-28")
    house.between.before["sign_out"] = lambda: house.marked(nonce=None)
    house.deliver(EVENT)
    assert house.opens(house.derived())


@pytest.mark.parametrize(
    "state", [AccountState.REQUESTED, AccountState.RESERVED, AccountState.REFUSED, AccountState.FOREIGN]
)
def test_an_account_that_is_not_there_yet_cannot_be_reset(house, state):
    house.account_made()
    house.marked(state=state.value)
    house.reset(RESET)
    assert house.deliver(EVENT).decision.refused is Reason.NOT_READY
    assert closed_with(house) == "not_ready"
    assert (house.account.issue, house.calls("patch"), house.events()) == (1, 0, [])


def test_an_account_suspended_by_somebody_else_stays_as_it_is(house):
    house.account_made()
    house.marked(state="suspended")
    house.patched(suspended=True)
    house.reset(RESET)
    house.deliver(EVENT)
    assert closed_with(house) == "not_ready"
    assert house.user()["suspended"]


def test_workspace_knows_of_a_suspension_before_we_do(house):
    house.account_made()
    house.patched(suspended=True)
    house.reset(RESET)
    house.deliver(EVENT)
    assert (closed_with(house), house.account.issue) == ("not_ready", 1)


def test_a_credential_that_was_noted_but_not_handed_out_is_void_when_the_reset_ends(house):
    house.account_made()
    house.reset(RESET)
    house.between.behind["update"] = killed
    with pytest.raises(KilledError):
        house.deliver(EVENT)
    house.patched(suspended=True)
    house.clock.advance(minutes=7)
    house.deliver(EVENT)
    assert (closed_with(house), house.account.nonce) == ("not_ready", None)


@pytest.mark.parametrize("path", [f"accounts/{ADDRESS}", f"people/{PERSON_ID}"])
def test_an_account_or_person_that_is_gone_ends_the_reset(house, path):
    house.account_made()
    house.store.commit([Delete(path)])
    house.reset(RESET)
    assert house.deliver(EVENT).word == "refused"
    assert closed_with(house) == "unknown_person"


@pytest.mark.parametrize("moved", [{"address": "siti.lain@smp.belajar.id"}, {"address": None}])
def test_a_person_who_has_another_account_by_now_is_not_reset(house, moved):
    house.account_made()
    house.person_marked(**moved)
    house.reset(RESET)
    house.deliver(EVENT)
    assert closed_with(house) == "unknown_person"


def test_an_address_that_is_somebody_elses_in_workspace_is_not_touched(house):
    house.account_made()
    house.patched(externalIds=[{"type": "custom", "customType": "belajar.id", "value": "somebody-else"}])
    house.reset(RESET)
    house.deliver(EVENT)
    assert (closed_with(house), house.calls("signOut")) == ("unknown_person", 0)


def test_a_user_who_is_gone_from_workspace_ends_the_reset(house):
    house.account_made()
    house.deleted()
    house.reset(RESET)
    house.deliver(EVENT)
    assert closed_with(house) == "unknown_person"


def test_a_user_made_today_may_not_be_seen_yet_so_the_reset_waits(house):
    house.account_made()
    house.marked(created_at=house.clock.now() - timedelta(hours=23))
    house.deleted()
    house.reset(RESET)
    with pytest.raises(DirectoryDelayedError):
        house.deliver(EVENT)
    assert house.reset_now(RESET).state is ResetState.APPROVED


def test_a_user_who_goes_away_during_the_reset_ends_it(house):
    house.account_made()
    house.reset(RESET)
    house.between.before["sign_out"] = house.deleted
    house.deliver(EVENT)
    assert (closed_with(house), house.account.nonce) == ("unknown_person", None)


@pytest.mark.parametrize("state", [state for state in ResetState if state is not ResetState.APPROVED])
def test_a_reset_that_is_not_approved_leaves_no_trace(house, state):
    house.account_made()
    house.reset(RESET, state=state)
    assert house.deliver(EVENT).word == "nothing"
    assert (house.account.issue, house.calls("patch")) == (1, 0)


def test_a_reset_that_nobody_knows_is_refused(house):
    assert house.deliver(EVENT).decision.refused is Reason.UNKNOWN_RESET
