"""After a change of password nobody stays signed in, and a password that is no more can be derived no more."""

import pytest

from belajar.errors import Reason, RetryableError
from belajar.ports import Delete
from schemas.documents import AccountState
from schemas.events import ContactCorrected, PasswordChanged, ResetApproved, ResetDisowned
from schemas.resets import ResetState, ResetWay
from tests.support.records import ADDRESS, PERSON_ID

RESET, OTHER = "a" * 32, "b" * 32
EVENT = PasswordChanged(reset_id=RESET)
EFFECTS = ("commit", "sign_out", "update", "commit")
THIEFS = {"recoveryEmail": "pencuri@contoh.test", "recoveryPhone": "+6281255500999"}


@pytest.mark.parametrize("state", [AccountState.CREATED, AccountState.ACTIVE])
def test_an_owners_new_password_stays_and_nothing_else_opens_the_account(house, state):
    house.account_made(state)
    initial = house.derived() if state is AccountState.CREATED else ""
    house.own_reset(RESET, "sawo-matang-39")
    assert house.deliver(EVENT).word == "done"
    assert house.reset_now(RESET).signed_out_at == house.clock.now()
    assert (house.account.nonce, house.states()) == (None, {state.value})
    assert house.opens("sawo-matang-39")
    assert not initial or not house.opens(initial)
    assert house.events() == []


def test_whoever_was_signed_in_before_is_signed_out(house):
    house.account_made(AccountState.ACTIVE)
    house.own_reset(RESET)
    house.deliver(EVENT)
    assert not house.is_signed_in()


def test_codes_from_before_it_are_void_whichever_of_two_is_carried_out_last(house):
    house.account_made()
    earlier = house.own_reset(OTHER)
    house.clock.advance(minutes=1)
    later = house.own_reset(RESET)
    house.deliver(EVENT)
    assert house.account.chosen_at == later.set_at
    house.deliver(PasswordChanged(reset_id=OTHER), "e2")
    assert house.account.chosen_at == later.set_at > earlier.set_at


@pytest.mark.parametrize("assisted", [False, True])
@pytest.mark.parametrize("phone", [None, "+6281255500009"])
def test_who_was_in_the_account_before_does_not_come_back_by_a_recovery_contact_of_their_own(house, assisted, phone):
    house.account_made(AccountState.ACTIVE)
    house.person_marked(nomor_ponsel=phone)
    house.patched(**THIEFS)
    if assisted:
        house.reset(RESET)
        house.deliver(ResetApproved(reset_id=RESET), "e0")
    else:
        house.own_reset(RESET)
    assert house.deliver(EVENT).word == "done"
    assert house.user()["recoveryEmail"] == "wali@keluarga.test"
    assert house.user().get("recoveryPhone") == phone


def test_contacts_that_are_corrected_while_the_old_ones_are_put_back_have_the_last_word(house):
    def correct() -> None:
        house.person_marked(email_pribadi="baru@keluarga.test")
        house.deliver(ContactCorrected(person_id=PERSON_ID), "c1")

    house.account_made(AccountState.ACTIVE)
    house.own_reset(RESET)
    house.between.before["update"] = correct
    with pytest.raises(RetryableError):
        house.deliver(EVENT)
    assert house.deliver(EVENT).word == "done"
    assert house.user()["recoveryEmail"] == "baru@keluarga.test"


def test_a_recovery_contact_that_google_refuses_holds_nothing_up(house):
    house.account_made(AccountState.ACTIVE)
    house.own_reset(RESET)
    house.rules({"method": "users.patch", "answer": "invalidInput", "times": 1})
    assert house.deliver(EVENT).word == "done"
    assert house.reset_now(RESET).signed_out_at


def test_a_message_that_comes_twice_signs_out_once(house):
    house.account_made()
    house.own_reset(RESET)
    assert [house.deliver(EVENT, event_id).word for event_id in ("e1", "e1", "e2")] == ["done", "duplicate", "done"]
    assert house.calls("signOut") == 1


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(len(EFFECTS)))
def test_a_crash_at_any_effect_is_made_good(house, at, before):
    house.account_made(AccountState.ACTIVE)
    house.own_reset(RESET)
    house.fuse.effects.clear()
    house.fuse.kill_at, house.fuse.before = at, before
    house.deliver_until_done(EVENT)
    assert tuple(house.fuse.effects[: at + 1]) == EFFECTS[: at + 1]
    assert house.reset_now(RESET).signed_out_at
    assert not house.is_signed_in()


def test_the_initial_password_is_void_at_once_even_while_workspace_does_not_answer(house):
    house.account_made()
    house.own_reset(RESET)
    house.rules({"method": "users.signOut", "answer": "authError", "times": 20})
    with pytest.raises(RetryableError):
        house.deliver(EVENT)
    assert (house.account.nonce, house.reset_now(RESET).signed_out_at) == (None, None)


def test_a_credential_that_a_petugas_gave_later_stays(house):
    house.account_made()
    house.own_reset(RESET)
    house.clock.advance(minutes=1)
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    house.deliver(EVENT)
    assert house.opens(house.derived())


def test_a_credential_that_a_petugas_gave_earlier_is_void(house):
    house.account_made()
    house.reset(OTHER)
    house.deliver(ResetApproved(reset_id=OTHER), "e2")
    given = house.account.reset_at
    house.clock.advance(minutes=1)
    house.own_reset(RESET)
    house.deliver(EVENT)
    assert house.account.nonce is None
    assert house.account.reset_at == given, "codes from before it still prove nothing"


def test_after_an_assisted_reset_everything_is_done_already(house):
    house.account_made()
    house.reset(RESET)
    house.deliver(ResetApproved(reset_id=RESET), "e0")
    signed_out, credential = house.calls("signOut"), house.derived()
    house.deliver(EVENT)
    assert (house.calls("signOut"), house.derived()) == (signed_out, credential)


def test_a_password_that_is_still_on_its_way_changes_nothing_yet(house):
    house.account_made()
    house.own_reset(RESET, state=ResetState.SETTING)
    assert house.deliver(EVENT).word == "nothing"
    assert house.account.nonce


def test_an_unknown_reset_and_an_account_that_is_gone_are_refused(house):
    assert house.deliver(EVENT).decision.refused is Reason.UNKNOWN_RESET
    house.account_made()
    house.own_reset(RESET)
    house.store.commit([Delete(f"accounts/{ADDRESS}")])
    assert house.deliver(EVENT, "e2").decision.refused is Reason.UNKNOWN_PERSON


def test_a_password_that_reached_workspace_behind_the_freeze_opens_nothing_when_the_user_is_restored(house):
    house.account_made()
    house.own_reset(OTHER, disowned_at=house.clock.now())
    house.deliver(ResetDisowned(reset_id=OTHER), "d1")
    house.own_reset(RESET, "sandi-si-penipu-2")
    house.deliver(EVENT)
    assert (house.states(), house.user()["suspended"]) == ({"suspended"}, True)
    house.patched(suspended=False)
    assert not house.opens("sandi-si-penipu-2")


def test_a_user_who_is_gone_from_workspace_is_nobody_to_sign_out(house):
    house.account_made()
    house.own_reset(RESET, way=ResetWay.OWNER)
    house.deleted()
    assert house.deliver(EVENT).decision.refused is Reason.UNKNOWN_PERSON
