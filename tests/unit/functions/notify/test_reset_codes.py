from datetime import timedelta

import pytest

from belajar.codes import one_time_code, reset_code
from belajar.errors import PreconditionError, Reason, RetryableError
from belajar.rules.reset_tokens import page_signs
from functions.notify.reset_codes import reset_requested
from functions.notify.texts import reset_code_text
from schemas.documents import AccountState
from schemas.events import ResetRequested
from schemas.people import JenisLain
from schemas.resets import ResetState, ResetWay, Saluran

RESET_ID = "0123456789abcdef0123456789abcdef"
PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
PHONE = "+6281234567890"
CONTACT = "siti.aminah@contoh.test"
REFUSED_PHONE = "+6281234560000"
SILENT_PHONE = "+6281234563333"


@pytest.fixture
def asked(world):
    world.reset()
    world.person(nomor_ponsel=PHONE)
    return ResetRequested(reset_id=RESET_ID, number=1, deadline=world.clock.at + timedelta(minutes=10))


def marked(world):
    reset = world.document(f"resets/{RESET_ID}")
    return reset["attempted"], reset["sent_by"], reset["person_id"]


def code(world, number=1):
    return reset_code(RESET_ID, number, world.keys, "1")


def nothing_went_out(world):
    return world.gateway.asked == 0 and world.inbox.mails() == []


def test_the_code_goes_to_the_phone_first_and_the_reset_says_so(world, asked):
    assert world.run(reset_requested, asked).word == "done"
    [text] = world.sms()
    assert text.recipient == PHONE
    assert text.body == reset_code_text(code(world), page_signs(RESET_ID), 10)
    assert world.inbox.mails() == []
    assert marked(world) == (1, "sms", PERSON_ID)


@pytest.mark.parametrize("saluran", [None, Saluran.SMS, Saluran.EMAIL])
def test_without_a_phone_it_goes_to_the_mail_whatever_was_wanted(world, asked, saluran):
    world.person(nomor_ponsel=None)
    world.reset(saluran=saluran)
    world.run(reset_requested, asked)
    [text] = world.texts()
    assert code(world) in text.splitlines()
    assert f"halaman reset yang bertanda {page_signs(RESET_ID)}" in text
    assert "10 menit" in text
    assert "Siti" not in text
    assert marked(world) == (1, "email", PERSON_ID)


def test_the_mail_is_taken_where_the_owner_wants_it(world, asked):
    world.reset(saluran=Saluran.EMAIL)
    world.run(reset_requested, asked)
    assert len(world.texts()) == 1
    assert world.sms() == []


@pytest.mark.parametrize("changes", [{"email_pribadi": None}, {"contact_bounced": True}])
def test_a_mail_that_is_not_there_or_came_back_is_not_used_even_if_wanted(world, asked, changes):
    world.person(nomor_ponsel=PHONE, **changes)
    world.reset(saluran=Saluran.EMAIL)
    world.run(reset_requested, asked)
    assert [text.recipient for text in world.sms()] == [PHONE]


@pytest.mark.parametrize("jenis", [JenisLain.DINAS, JenisLain.KEMDIKBUD])
@pytest.mark.parametrize("saluran", [None, Saluran.SMS, Saluran.EMAIL])
def test_outside_the_schools_the_code_goes_only_to_the_contact_that_was_proven(world, asked, jenis, saluran):
    world.person(jenis=jenis, nomor_ponsel=PHONE)
    world.reset(saluran=saluran)
    world.run(reset_requested, asked)
    assert (len(world.sms()), len(world.texts())) == ((1, 0) if jenis is JenisLain.DINAS else (0, 1))


def test_a_code_of_a_reset_is_none_of_a_request(world):
    assert reset_code("0123456789abcdef", 1, world.keys, "1") != one_time_code("0123456789abcdef", 1, world.keys, "1")


def test_neither_record_nor_reset_holds_code_or_contact(world, asked):
    world.run(reset_requested, asked)
    kept = str(world.record()) + str(world.document(f"resets/{RESET_ID}"))
    assert code(world) not in kept
    assert PHONE not in kept
    assert (world.record()["kind"], world.record()["state"]) == ("reset_code_sms", "sent")
    assert world.record()["to_masked"] == "0812-****-7890"


def test_a_second_delivery_sends_nothing(world, asked):
    assert [world.run(reset_requested, asked).word for _ in range(2)] == ["done", "nothing"]
    assert world.gateway.asked == 1


def test_an_address_that_nobody_has_is_refused_in_silence(world, asked):
    world.reset(akun="tidak.ada@sd.belajar.id")
    assert world.run(reset_requested, asked).decision.refused is Reason.UNKNOWN_PERSON
    assert nothing_went_out(world)
    assert world.records() == []
    assert marked(world) == (0, None, None)


@pytest.mark.parametrize("state", set(AccountState) - {AccountState.CREATED, AccountState.ACTIVE})
def test_an_account_that_its_owner_cannot_reset_gets_no_code(world, asked, state):
    world.account(state=state)
    assert world.run(reset_requested, asked).decision.refused is Reason.NOT_READY
    assert nothing_went_out(world)
    assert marked(world) == (0, None, None)


def test_an_active_account_gets_its_code(world, asked):
    world.account(state=AccountState.ACTIVE, nonce=None)
    world.run(reset_requested, asked)
    assert len(world.sms()) == 1


def test_an_account_whose_owner_has_another_one_now_gets_none(world, asked):
    world.person(nomor_ponsel=PHONE, address="siti.aminah99@guru.smp.belajar.id")
    assert world.run(reset_requested, asked).decision.refused is Reason.UNKNOWN_PERSON
    assert nothing_went_out(world)


def test_an_owner_who_was_erased_gets_none(world, asked):
    world.erase_person()
    assert world.run(reset_requested, asked).decision.refused is Reason.UNKNOWN_PERSON
    assert nothing_went_out(world)


def test_an_owner_without_any_contact_gets_none(world, asked):
    world.person(email_pribadi=None)
    assert world.run(reset_requested, asked).decision.refused is Reason.NO_CONTACT
    assert marked(world) == (0, None, None)


def test_a_reset_that_is_gone_is_refused(world, asked):
    gone = asked.model_copy(update={"reset_id": "f" * 32})
    assert world.run(reset_requested, gone).decision.refused is Reason.UNKNOWN_RESET


@pytest.mark.parametrize(
    "changes",
    [{"codes_sent": 2}, {"state": ResetState.VERIFIED}, {"state": ResetState.CLOSED}, {"way": ResetWay.ASSISTED}],
)
def test_a_code_that_nobody_waits_for_any_more_is_dropped(world, asked, changes):
    world.reset(**changes)
    assert world.run(reset_requested, asked).decision.refused is Reason.CODE_EXPIRED
    assert nothing_went_out(world)


def test_an_older_code_that_comes_behind_the_newer_is_not_sent_and_takes_nothing_from_it(world, asked):
    world.reset(codes_sent=2)
    world.run(reset_requested, asked.model_copy(update={"number": 2}), "event-2")
    world.clock.sleep(120)
    world.run(reset_requested, asked, "event-1")
    assert marked(world)[0] == 2
    assert [code(world, 2) in text.body for text in world.sms()] == [True]


def test_at_its_deadline_a_code_is_dropped(world, asked):
    world.clock.sleep(600)
    assert world.run(reset_requested, asked).decision.refused is Reason.CODE_EXPIRED
    assert nothing_went_out(world)
    assert marked(world) == (0, None, None)


def test_just_before_its_deadline_a_code_is_sent_with_the_time_that_is_left(world, asked):
    world.clock.sleep(599)
    assert world.run(reset_requested, asked).word == "done"
    [text] = world.sms()
    assert "berlaku 1 menit" in text.body
    assert text.valid_seconds == 1


def test_the_network_is_told_to_drop_a_code_at_its_deadline(world, asked):
    world.clock.sleep(45.5)
    world.run(reset_requested, asked)
    assert world.sms()[0].valid_seconds == 554


def test_the_mark_and_the_intent_are_one_commit_that_a_change_of_the_reset_stops(world, asked):
    decision = reset_requested(asked, world.call(), world.deps)
    world.reset(codes_sent=2)
    with pytest.raises(PreconditionError):
        world.store.commit(decision.writes)
    assert world.records() == []
    assert marked(world) == (0, None, None)


def test_after_a_crash_behind_the_intent_the_code_is_marked_and_not_sent_again(world, asked):
    world.crash_behind_the_intent(reset_requested, asked)
    assert world.gateway.asked == 1
    assert marked(world) == (1, "sms", PERSON_ID)
    assert world.run(reset_requested, asked).decision.refused is Reason.OUTCOME_UNKNOWN
    assert world.gateway.asked == 1
    assert (world.record()["state"], world.record()["reason"]) == ("failed", "outcome_unknown")


def test_a_code_that_was_surely_not_taken_is_sent_by_a_later_delivery_and_counted_once(world, asked):
    world.gateway.broken = 2
    for _ in range(2):
        with pytest.raises(RetryableError, match="text_unavailable"):
            world.run(reset_requested, asked)
        world.clock.sleep(10)
    assert world.run(reset_requested, asked).word == "done"
    assert [text.copies for text in world.sms()] == [1]
    [throttle] = [kept for kept in world.throttles() if "/code:" in kept.path]
    assert sum(throttle.data["hour"]["buckets"].values()) == 1


def test_a_code_that_was_not_taken_in_time_is_closed(world, asked):
    world.gateway.broken = 1
    with pytest.raises(RetryableError):
        world.run(reset_requested, asked)
    world.clock.sleep(600)
    assert world.run(reset_requested, asked).decision.refused is Reason.CODE_EXPIRED
    assert (world.record()["state"], world.record()["reason"]) == ("failed", "code_expired")


def test_a_code_that_was_not_taken_does_not_follow_the_owner_to_another_contact(world, asked):
    world.gateway.broken = 1
    with pytest.raises(RetryableError):
        world.run(reset_requested, asked)
    world.person(nomor_ponsel="+6281298765432")
    assert world.run(reset_requested, asked).decision.refused is Reason.NO_CONTACT
    assert world.sms() == []
    assert (world.record()["state"], world.record()["reason"]) == ("failed", "no_contact")


def test_a_gateway_that_did_not_answer_is_not_asked_again(world, asked):
    world.person(nomor_ponsel=SILENT_PHONE)
    assert world.run(reset_requested, asked).decision.refused is Reason.OUTCOME_UNKNOWN
    assert world.run(reset_requested, asked).word == "nothing"
    assert world.gateway.asked == 1


def test_a_number_refused_for_ever_is_recorded(world, asked):
    world.person(nomor_ponsel=REFUSED_PHONE)
    assert world.run(reset_requested, asked).decision.refused is Reason.NUMBER_REFUSED
    assert (world.record()["state"], world.record()["reason"]) == ("failed", "number_refused")
    assert not world.bounced()


def test_a_mailbox_refused_for_ever_is_marked_so_that_the_next_code_takes_the_phone(world, asked):
    world.reset(saluran=Saluran.EMAIL)
    world.inbox.program(CONTACT, "550 5.1.1 tidak dikenal")
    assert world.run(reset_requested, asked).decision.refused is Reason.MAILBOX_REFUSED
    assert world.bounced()
    world.reset(saluran=Saluran.EMAIL, codes_sent=2)
    world.run(reset_requested, asked.model_copy(update={"number": 2}), "event-2")
    assert [code(world, 2) in text.body for text in world.sms()] == [True]


def test_a_relay_that_failed_may_have_taken_the_code_so_it_is_not_mailed_again(world, asked):
    world.reset(saluran=Saluran.EMAIL)
    world.inbox.program(CONTACT, "451 4.3.0 coba lagi")
    assert world.run(reset_requested, asked).decision.refused is Reason.OUTCOME_UNKNOWN
    assert world.run(reset_requested, asked).word == "nothing"
    assert world.inbox.mails() == []
