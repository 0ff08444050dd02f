"""Workspace's recovery contacts are those of the person now, in whatever order the events come."""

import pytest

from belajar.errors import DirectoryDelayedError, Reason, RetryableError
from schemas.documents import AccountState
from schemas.events import ContactCorrected
from tests.support.records import PERSON_ID

EVENT = ContactCorrected(person_id=PERSON_ID)


def recovery(house) -> tuple[str | None, str | None]:
    user = house.user()
    return user.get("recoveryEmail") or None, user.get("recoveryPhone") or None


@pytest.mark.parametrize(
    ("email", "phone"),
    [("ibu.baru@keluarga.test", "+6281255500009"), (None, "+6281255500009"), ("ibu.baru@keluarga.test", None)],
)
def test_the_contacts_follow_and_one_that_is_gone_is_taken_away(house, email, phone):
    house.account_made()
    house.person_marked(email_pribadi=email, nomor_ponsel=phone)
    assert house.deliver(EVENT).word == "done"
    assert recovery(house) == (email, phone)


def test_of_two_corrections_at_once_the_later_one_stays(house):
    def correct_again() -> None:
        house.person_marked(email_pribadi="kedua@keluarga.test")
        house.deliver(EVENT, "e2")

    house.account_made()
    house.person_marked(email_pribadi="pertama@keluarga.test")
    house.between.before["update"] = correct_again
    with pytest.raises(RetryableError):
        house.deliver(EVENT)
    assert house.deliver(EVENT).word == "done"
    assert recovery(house)[0] == "kedua@keluarga.test"


def test_while_the_account_is_being_made_the_contacts_wait(house):
    house.account_made()
    house.marked(state="reserved")
    with pytest.raises(DirectoryDelayedError):
        house.deliver(EVENT)


@pytest.mark.parametrize("fields", [{"address": None}, {"address": "siti.lain@smp.belajar.id"}])
def test_a_person_without_an_account_has_nothing_to_be_told(house, fields):
    house.account_made()
    house.person_marked(**fields)
    assert house.deliver(EVENT).word == "nothing"
    assert house.calls("patch") == 0


@pytest.mark.parametrize("state", [AccountState.REFUSED, AccountState.FOREIGN])
def test_an_account_that_is_not_in_workspace_is_left_alone(house, state):
    house.account_made()
    house.marked(state=state.value)
    assert house.deliver(EVENT).word == "nothing"
    assert house.calls("patch") == 0


def test_a_contact_that_workspace_never_takes_is_refused_and_a_person_unknown_too(house):
    assert house.deliver(EVENT).decision.refused is Reason.UNKNOWN_PERSON
    house.account_made()
    house.rules({"method": "users.patch", "answer": "invalidInput", "times": 20})
    assert house.deliver(EVENT, "e2").decision.refused is Reason.INVALID_REQUEST
