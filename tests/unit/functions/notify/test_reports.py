from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from belajar.errors import Reason, RetryableError
from functions.notify.delivery import mail_id
from functions.notify.reports import WEIGHT, mail_reported
from functions.notify.step import account_ready, account_refused
from schemas.documents import MailState
from schemas.events import AccountCreated, AccountRefused, MailReported

PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
CREATED = AccountCreated(person_id=PERSON_ID, address="siti.aminah12@guru.sd.belajar.id")


@pytest.fixture
def report(world):
    def make(kind, number=1, message_id=None, code="5.1.1"):
        event = MailReported(
            message_id=message_id or mail_id(world.call()), kind=kind, code=code, reported_at=world.clock.now()
        )
        return world.run(mail_reported, event, f"report-{number}")

    return make


def state(world):
    return world.document(f"messages/{mail_id(world.call())}")["state"]


@pytest.mark.parametrize("kind", ["delivered", "bounced", "complained"])
def test_a_report_is_recorded_with_its_code(world, report, kind):
    world.run(account_ready, CREATED)
    assert report(kind).word == "done"
    assert state(world) == kind
    assert world.document(f"messages/{mail_id(world.call())}")["reason"] == "5.1.1"


@pytest.mark.parametrize(("first", "then"), [("bounced", "delivered"), ("complained", "bounced")])
def test_a_lesser_report_that_comes_later_changes_nothing(world, report, first, then):
    world.run(account_ready, CREATED)
    report(first, 1)
    assert report(then, 2).word == "nothing"
    assert state(world) == first


def test_a_bounce_after_the_delivery_counts(world, report):
    world.run(account_ready, CREATED)
    report("delivered", 1)
    report("bounced", 2)
    assert state(world) == "bounced"


def test_every_state_of_a_mail_has_its_weight():
    assert set(WEIGHT) == set(MailState)
    assert all(WEIGHT[lesser] < WEIGHT[greater] for lesser, greater in pairwise(WEIGHT))


def test_a_bounce_marks_the_contact_of_this_person_only(world, report):
    world.run(account_ready, CREATED)
    report("bounced")
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is True
    assert world.bounced()
    assert not world.bounced("0f2b7c1e-1111-4222-8333-444455557777")


def test_a_person_who_has_left_the_lookup_entry_is_not_put_back_into_it(world, report):
    world.run(account_ready, CREATED)
    world.lookup("0f2b7c1e-1111-4222-8333-444455557777")
    report("bounced")
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is True
    assert list(world.document(f"lookup/{'a' * 64}")["persons"]) == ["0f2b7c1e-1111-4222-8333-444455557777"]


@pytest.mark.parametrize("kind", ["delivered", "complained"])
def test_other_reports_mark_no_contact(world, report, kind):
    world.run(account_ready, CREATED)
    report(kind)
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is False
    assert not world.bounced()


def test_a_bounce_of_a_corrected_contact_marks_nothing_even_if_both_look_alike_when_masked(world, report):
    world.run(account_ready, CREATED)
    world.person(email_pribadi="siti.aminahh@contoh.test")
    report("bounced")
    assert state(world) == "bounced"
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is False
    assert not world.bounced()


def test_a_bounce_recorded_under_the_older_pepper_still_marks_the_contact(world, report):
    newest, older = world.deps.peppers
    world.deps = replace(world.deps, peppers=(older,))
    world.run(account_ready, CREATED)
    world.deps = replace(world.deps, peppers=(newest, older))
    report("bounced")
    assert world.bounced()


def test_a_bounced_mail_to_operations_marks_nobody(world, report):
    world.person(email_pribadi="operasi@belajar.id")
    world.run(account_refused, AccountRefused(person_id=PERSON_ID, reason="invalid_name"))
    report("bounced")
    assert state(world) == "bounced"
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is False


def test_a_report_about_an_unknown_mail_comes_again_for_five_minutes_and_is_then_dropped(world):
    event = MailReported(message_id="f" * 32, kind="bounced", reported_at=world.clock.now())
    world.clock.sleep(timedelta(minutes=4, seconds=59).total_seconds())
    with pytest.raises(RetryableError, match="unknown_message"):
        world.run(mail_reported, event)
    world.clock.sleep(1)
    assert world.run(mail_reported, event).decision.refused is Reason.UNKNOWN_MESSAGE


def test_a_bounce_about_a_person_who_was_erased_is_still_recorded(world, report):
    world.run(account_ready, CREATED)
    world.erase_person()
    assert report("bounced").word == "done"
    assert state(world) == "bounced"
