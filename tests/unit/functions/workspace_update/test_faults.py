"""An assisted reset while Workspace is busy, says nothing, or says no."""

import pytest

from belajar.errors import RetryableError
from schemas.events import ResetApproved
from schemas.resets import ResetState

RESET = "a" * 32
EVENT = ResetApproved(reset_id=RESET)


def test_while_workspace_is_busy_the_reset_waits(house):
    house.account_made()
    house.reset(RESET)
    house.rules({"method": "users.patch", "answer": "tooManyRequests", "times": 3})
    assert house.deliver(EVENT).word == "done"
    assert house.opens(house.derived())


@pytest.mark.parametrize("method", ["users.patch", "users.signOut"])
@pytest.mark.parametrize("answer", ["backendErrorAfterWork", "closedAfterWork", "systemError", "authError"])
def test_an_answer_that_tells_nothing_is_followed_by_the_same_credential(house, method, answer):
    house.account_made()
    house.reset(RESET)
    house.rules({"method": method, "answer": answer, "times": 20})
    with pytest.raises(RetryableError):
        house.deliver(EVENT)
    assert house.reset_now(RESET).state is ResetState.APPROVED
    noted = house.derived()
    house.rules()
    assert house.deliver(EVENT).word == "done"
    assert house.derived() == noted
    assert house.opens(noted)


@pytest.mark.parametrize("answer", ["invalidPassword", "invalidInput"])
def test_what_workspace_will_never_take_ends_the_reset(house, answer):
    house.account_made()
    house.reset(RESET)
    house.rules({"method": "users.patch", "answer": answer, "times": 20})
    assert house.deliver(EVENT).word == "refused"
    reset = house.reset_now(RESET)
    assert reset.state is ResetState.CLOSED
    assert reset.reason in {"password_refused", "invalid_request"}
    assert house.account.nonce is None
