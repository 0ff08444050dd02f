import pytest

from belajar.errors import PreconditionError, Reason, RetryableError
from functions.notify.delivery import mail_id
from functions.notify.reports import mail_reported
from functions.notify.step import account_details, account_ready, account_refused
from schemas.documents import AccountState
from schemas.events import AccountCreated, AccountRefused, DetailsRequested, MailReported

PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
TWIN_ID = "0f2b7c1e-1111-4222-8333-444455557777"
ADDRESS = "siti.aminah12@guru.sd.belajar.id"
CONTACT = "siti.aminah@contoh.test"
CREATED = AccountCreated(person_id=PERSON_ID, address=ADDRESS)
REQUESTED = DetailsRequested(person_id=PERSON_ID, address=ADDRESS)
BUSY = "451 4.3.0 coba lagi"
DEAD = "550 5.1.1 tidak dikenal"


def record(world):
    return world.document(f"messages/{mail_id(world.call())}")


def test_a_passing_failure_of_the_relay_is_retried_at_once(world):
    world.inbox.program(CONTACT, BUSY)
    assert world.run(account_ready, CREATED).word == "done"
    assert record(world)["state"] == "sent"
    assert len(world.inbox.mails()) == 1


def test_after_the_second_failure_the_event_must_come_again_and_then_sends_the_same_message_id(world):
    world.inbox.program(CONTACT, BUSY, BUSY)
    with pytest.raises(RetryableError, match="mail_unavailable"):
        world.run(account_ready, CREATED)
    first = record(world)
    assert first["state"] == "sending"
    world.clock.sleep(30)
    assert world.run(account_ready, CREATED).word == "done"
    assert record(world)["state"] == "sent"
    assert record(world)["created_at"] == first["created_at"]
    [mail] = world.inbox.mails()
    assert mail.message_id == f"<{mail_id(world.call())}@surat.belajar.id>"


def test_a_crash_between_sending_and_recording_sends_again_under_the_same_message_id(world):
    decision = account_ready(CREATED, world.call(), world.deps)
    versions = world.store.commit(decision.writes)
    decision.then({write.path: version for write, version in zip(decision.writes, versions, strict=True)})
    assert record(world)["state"] == "sending"
    world.run(account_ready, CREATED)
    assert [mail.copies for mail in world.inbox.mails()] == [2]
    assert record(world)["state"] == "sent"


def test_a_mailbox_refused_for_ever_is_recorded_marked_and_never_tried_again(world):
    world.inbox.program(CONTACT, DEAD)
    decision = world.run(account_ready, CREATED).decision
    assert (decision.refused, decision.detail) == (Reason.MAILBOX_REFUSED, " ".join(DEAD.split()[:2]))
    assert (record(world)["state"], record(world)["reason"]) == ("failed", "mailbox_refused")
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is True
    assert world.bounced()
    assert not world.bounced(TWIN_ID)
    assert world.run(account_ready, CREATED).word == "nothing"
    assert world.inbox.mails() == []


def test_a_refused_mail_to_operations_marks_nobody(world):
    world.person(email_pribadi="operasi@belajar.id")
    world.inbox.program("operasi@belajar.id", DEAD)
    world.run(account_refused, AccountRefused(person_id=PERSON_ID, reason="invalid_name"))
    assert record(world)["state"] == "failed"
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is False


def test_details_begun_before_the_activation_are_given_up_after_it(world):
    world.inbox.program(CONTACT, BUSY, BUSY)
    with pytest.raises(RetryableError):
        world.run(account_details, REQUESTED)
    world.account(state=AccountState.ACTIVE, nonce=None)
    assert world.run(account_details, REQUESTED).decision.refused is Reason.ALREADY_ACTIVE
    assert (record(world)["state"], record(world)["reason"]) == ("failed", "already_active")
    assert world.inbox.mails() == []


def test_a_bounce_that_arrives_before_the_sending_is_recorded_stays(world):
    decision = account_ready(CREATED, world.call(), world.deps)
    versions = world.store.commit(decision.writes)
    report = MailReported(message_id=mail_id(world.call()), kind="bounced", code="5.1.1", reported_at=world.clock.now())
    world.run(mail_reported, report, "report-1")
    late = decision.then({write.path: version for write, version in zip(decision.writes, versions, strict=True)})
    with pytest.raises(PreconditionError):
        world.store.commit(late.writes)
    assert record(world)["state"] == "bounced"
