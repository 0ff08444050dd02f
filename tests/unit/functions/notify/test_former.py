"""Who overlooked that their contact was corrected hears once more, before the account is somebody else's for good."""

from datetime import timedelta

import pytest

from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import Disownable, disowned
from functions.notify.reset_notices import password_changed
from schemas.events import PasswordChanged
from schemas.resets import CorrectionState, ResetState, Saluran

RESET_ID = "0123456789abcdef0123456789abcdef"
PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
OLD, NEW = "siti.aminah@contoh.test", "baru.sekali@contoh.test"
OLD_PHONE, NEW_PHONE = "+6281234567890", "+6281299998888"
CHANGED = PasswordChanged(reset_id=RESET_ID)
BOTH = {"email_pribadi": OLD, "nomor_ponsel": OLD_PHONE}


@pytest.fixture
def taken(world):
    """Both contacts were corrected a moment ago, and by a code to the new phone a password was chosen."""
    world.person(email_pribadi=NEW, nomor_ponsel=NEW_PHONE, corrected_from=BOTH)
    world.correction(state=CorrectionState.APPLIED)
    facts = {"state": ResetState.DONE, "person_id": PERSON_ID, "sent_by": Saluran.SMS}
    world.chosen = lambda at: world.reset(**facts, set_at=at, disowned_at=None, ticket=None)
    world.chosen(world.clock.at)
    return world


def told(world):
    return {mail.recipient for mail in world.inbox.mails()} | {sms.recipient for sms in world.sms()}


def test_old_and_new_contacts_hear_the_same_with_the_same_link(taken):
    assert taken.run(password_changed, CHANGED).word == "done"
    assert told(taken) == {OLD, NEW, OLD_PHONE, NEW_PHONE}
    assert taken.texts(OLD) == taken.texts(NEW)
    [link] = [line for line in taken.texts(OLD)[0].splitlines() if "/bukan-saya/" in line]
    assert disowned(taken.deps.peppers, link.rpartition("/")[2]) == (Disownable.RESET, RESET_ID)
    assert len({sms.body for sms in taken.sms()}) == 1


def test_each_hears_it_once(taken):
    assert [taken.run(password_changed, CHANGED).word for _ in range(2)] == ["done", "nothing"]
    assert [mail.copies for mail in taken.inbox.mails()] == [1, 1]
    assert [sms.copies for sms in taken.sms()] == [1, 1]


def test_a_credential_never_goes_to_an_old_contact(taken):
    taken.assisted()
    taken.run(password_changed, CHANGED)
    assert told(taken) <= {NEW, NEW_PHONE}


@pytest.mark.parametrize(
    ("days", "also"), [(POLICY.corrected_contact_days - 1, {OLD, OLD_PHONE}), (POLICY.corrected_contact_days, set())]
)
def test_after_a_month_an_old_contact_hears_nothing_more(taken, days, also):
    taken.clock.at += timedelta(days=days)
    taken.chosen(taken.clock.at)
    taken.run(password_changed, CHANGED)
    assert told(taken) == {NEW, NEW_PHONE, *also}


@pytest.mark.parametrize(
    ("was", "also"), [({"email_pribadi": NEW, "nomor_ponsel": None}, set()), ({"nomor_ponsel": OLD_PHONE}, {OLD_PHONE})]
)
def test_what_was_not_replaced_is_told_once(taken, was, also):
    taken.person(email_pribadi=NEW, nomor_ponsel=NEW_PHONE, corrected_from=was)
    taken.run(password_changed, CHANGED)
    assert told(taken) == {NEW, NEW_PHONE, *also}


def test_once_the_register_has_spoken_only_its_contacts_hear(taken):
    taken.person(email_pribadi=NEW, nomor_ponsel=NEW_PHONE, corrected_from=None)
    taken.run(password_changed, CHANGED)
    assert told(taken) == {NEW, NEW_PHONE}
