from datetime import timedelta

import pytest

from belajar.codes import one_time_code
from belajar.errors import Reason, RetryableError
from belajar.rules.sms import fits_one_sms
from functions.notify.code_ways import code_text
from functions.notify.codes import code_requested
from functions.notify.delivery import mail_id
from schemas.events import CodeRequested
from schemas.requests import Jalur, RequestState

NOMOR = "0123456789abcdef"
PHONE = "+6281234567890"
OFFICIAL = "siti@kemdikbud.go.id"


@pytest.fixture
def asked(world):
    world.request()
    return CodeRequested(nomor=NOMOR, number=1, deadline=world.clock.at + timedelta(minutes=10))


def record(world, event_id="event-1"):
    return world.document(f"messages/{mail_id(world.call(event_id))}")


def test_the_code_goes_to_the_phone_by_sms(world, asked):
    assert world.run(code_requested, asked).word == "done"
    [text] = world.sms()
    assert text.recipient == PHONE
    assert text.body == code_text(one_time_code(NOMOR, 1, world.keys, None), 10)
    assert text.key == mail_id(world.call())
    assert world.inbox.mails() == []


@pytest.mark.parametrize("minutes", [1, 10])
def test_the_sms_fits_one_part_of_gsm_7_begins_with_the_brand_and_carries_no_link(minutes):
    text = code_text("012345", minutes)
    assert fits_one_sms(text)
    assert text.startswith("belajar.id: 012345 ")
    assert f"berlaku {minutes} menit" in text
    assert "Jangan berikan kode ini kepada siapa pun." in text
    assert "http" not in text
    assert "/" not in text


def test_a_code_that_was_long_on_its_way_says_how_long_it_is_still_good(world, asked):
    world.clock.sleep(6 * 60)
    world.run(code_requested, asked)
    [text] = world.sms()
    assert "berlaku 4 menit" in text.body
    assert text.valid_seconds == 4 * 60


def test_the_record_holds_the_phone_masked_and_never_the_code(world, asked):
    world.run(code_requested, asked)
    kept = record(world)
    assert (kept["kind"], kept["state"], kept["to_masked"]) == ("one_time_code_sms", "sent", "0812-****-7890")
    assert PHONE not in str(kept)
    assert one_time_code(NOMOR, 1, world.keys, None) not in str(kept)


def test_ministry_staff_get_the_code_by_mail_to_the_official_address(world, asked):
    world.request(jalur=Jalur.KEMDIKBUD, email=OFFICIAL, phone=None)
    world.run(code_requested, asked)
    [text] = world.texts(OFFICIAL)
    assert one_time_code(NOMOR, 1, world.keys, None) in text.splitlines()
    assert "10 menit" in text
    assert world.sms() == []
    assert (record(world)["kind"], record(world)["state"]) == ("one_time_code", "sent")


def test_a_second_delivery_sends_nothing(world, asked):
    assert [world.run(code_requested, asked).word for _ in range(2)] == ["done", "nothing"]
    assert world.gateway.asked == 1


def test_each_number_has_its_own_code(world, asked):
    world.run(code_requested, asked)
    world.request(codes_sent=2)
    world.run(code_requested, asked.model_copy(update={"number": 2}), "event-2")
    second, first = world.sms()
    assert one_time_code(NOMOR, 2, world.keys, None) in second.body
    assert one_time_code(NOMOR, 1, world.keys, None) in first.body


def test_at_its_deadline_a_code_is_dropped_and_the_drop_recorded(world, asked):
    world.clock.sleep(600)
    assert world.run(code_requested, asked).decision.refused is Reason.CODE_EXPIRED
    assert world.gateway.asked == 0
    assert (record(world)["state"], record(world)["reason"]) == ("failed", "code_expired")
    assert world.run(code_requested, asked).word == "nothing"


def test_just_before_its_deadline_a_code_is_sent(world, asked):
    world.clock.sleep(599)
    assert world.run(code_requested, asked).word == "done"
    assert "berlaku 1 menit" in world.sms()[0].body


@pytest.mark.parametrize("changes", [{"codes_sent": 2}, {"state": RequestState.APPROVED}])
def test_a_code_that_nobody_waits_for_any_more_is_dropped(world, asked, changes):
    world.request(**changes)
    assert world.run(code_requested, asked).decision.refused is Reason.CODE_EXPIRED
    assert world.gateway.asked == 0


def test_a_gateway_that_did_not_take_it_is_asked_once_per_delivery(world, asked):
    world.gateway.broken = 1
    with pytest.raises(RetryableError, match="text_unavailable"):
        world.run(code_requested, asked)
    assert world.gateway.asked == 1
    assert (record(world)["state"], record(world)["reason"]) == ("sending", "text_unavailable")


def test_a_code_that_was_surely_not_taken_is_sent_by_a_later_delivery(world, asked):
    world.gateway.broken = 2
    for _ in range(2):
        with pytest.raises(RetryableError):
            world.run(code_requested, asked)
        world.clock.sleep(30)
    assert world.run(code_requested, asked).word == "done"
    assert [text.copies for text in world.sms()] == [1]
    assert record(world)["state"] == "sent"
    assert record(world)["reason"] is None


def test_a_code_that_was_not_taken_is_dropped_when_its_deadline_has_come(world, asked):
    world.gateway.broken = 1
    with pytest.raises(RetryableError):
        world.run(code_requested, asked)
    world.clock.sleep(600)
    assert world.run(code_requested, asked).decision.refused is Reason.CODE_EXPIRED
    assert world.gateway.asked == 1
    assert (record(world)["state"], record(world)["reason"]) == ("failed", "code_expired")


def test_after_a_crash_behind_the_intent_the_code_is_not_sent_again(world, asked):
    world.crash_behind_the_intent(code_requested, asked)
    assert world.gateway.asked == 1
    assert world.run(code_requested, asked).decision.refused is Reason.OUTCOME_UNKNOWN
    assert world.gateway.asked == 1
    assert (record(world)["state"], record(world)["reason"]) == ("failed", "outcome_unknown")


@pytest.mark.parametrize("phone", ["+6281234563333", "+6281234562222"])
def test_a_gateway_that_did_not_answer_is_not_asked_again(world, asked, phone):
    world.request(phone=phone)
    assert world.run(code_requested, asked).decision.refused is Reason.OUTCOME_UNKNOWN
    assert world.run(code_requested, asked).word == "nothing"
    assert world.gateway.asked == 1


def test_a_relay_that_failed_may_have_taken_the_code_so_it_is_not_mailed_again(world, asked):
    world.request(jalur=Jalur.KEMDIKBUD, email=OFFICIAL, phone=None)
    world.inbox.program(OFFICIAL, "451 4.3.0 coba lagi")
    assert world.run(code_requested, asked).decision.refused is Reason.OUTCOME_UNKNOWN
    assert world.run(code_requested, asked).word == "nothing"
    assert world.inbox.mails() == []


def test_a_number_refused_for_ever_is_recorded(world, asked):
    world.request(phone="+6281234560000")
    decision = world.run(code_requested, asked).decision
    assert (decision.refused, decision.detail[:6]) == (Reason.NUMBER_REFUSED, "HTTP 4")
    assert (record(world)["state"], record(world)["reason"]) == ("failed", "number_refused")


def test_a_request_without_a_phone_and_an_unknown_one_are_refused(world, asked):
    world.request(phone=None)
    assert world.run(code_requested, asked).decision.refused is Reason.NO_CONTACT
    gone = asked.model_copy(update={"nomor": "f" * 16})
    assert world.run(code_requested, gone, "event-2").decision.refused is Reason.UNKNOWN_REQUEST
