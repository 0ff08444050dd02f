from datetime import timedelta

import pytest

from belajar.errors import PreconditionError, Reason, RetryableError
from belajar.ports import Put
from belajar.rules.matching import contact_hash
from belajar.rules.policy import POLICY
from functions.dinas_request import sending
from functions.notify.code_ways import Way
from functions.notify.reset_codes import reset_requested
from functions.notify.reset_limits import CONTACT_LIMITS, SHARDS, SMS_LIMIT, open_way
from schemas.events import ResetRequested

PHONE = "+6281234567890"
MAIL = "siti.aminah@contoh.test"
SMS_WAY, MAIL_WAY = Way("reset_code_sms", PHONE), Way("reset_code", MAIL)


@pytest.fixture
def send(world):
    """Codes of as many resets as wanted, all of them for owners on the same family phone."""

    def make(number, *, at=None, email=MAIL):
        reset_id = f"{number:032x}"
        world.reset(id=reset_id)
        world.person(nomor_ponsel=PHONE, email_pribadi=email)
        deadline = (at or world.clock.at) + timedelta(minutes=10)
        event = ResetRequested(reset_id=reset_id, number=1, deadline=deadline)
        return world.run(reset_requested, event, f"event-{number}")

    return make


@pytest.fixture
def way(world):
    """The way that is open for somebody with both contacts."""

    def choose(*ways, left_seconds=600):
        deadline = world.clock.at + timedelta(seconds=left_seconds)
        chosen = open_way(ways or (SMS_WAY, MAIL_WAY), deadline, world.call(), world.deps)
        if chosen:
            world.store.commit(chosen[1])
        return chosen[0] if chosen else None

    return choose


def path_of(contact, world):
    return f"throttles/code:{contact_hash(world.deps.peppers[0], contact)}"


def spend_the_hour(world, way, *ways):
    for _ in range(POLICY.codes_per_hour.count):
        assert way(*ways)
        world.clock.sleep(120)


def test_requests_and_resets_count_in_one_document_by_the_same_rules():
    assert CONTACT_LIMITS == sending.CONTACT_LIMITS


def test_the_shards_together_allow_what_the_policy_allows():
    assert SMS_LIMIT.count * SHARDS == POLICY.reset_sms_per_hour.count
    assert SMS_LIMIT.window_seconds == POLICY.reset_sms_per_hour.window_seconds


def test_a_siblings_code_on_the_same_phone_comes_a_little_later(world, send):
    begun = world.clock.at
    assert send(1).word == "done"
    with pytest.raises(RetryableError, match="too_soon"):
        send(2, at=begun)
    assert len(world.sms()) == 1
    world.clock.sleep(75)
    assert send(2, at=begun).word == "done"
    assert len(world.sms()) == 2
    assert world.inbox.mails() == []


def test_a_sibling_whose_code_would_come_too_late_on_the_phone_gets_it_by_mail(world, send):
    begun = world.clock.at
    world.clock.sleep(560)
    send(1)
    assert send(2, at=begun).word == "done"
    assert len(world.sms()) == 1
    assert len(world.texts()) == 1


def test_a_sibling_without_mail_whose_code_would_come_too_late_gets_none(world, send):
    begun = world.clock.at
    world.clock.sleep(560)
    send(1)
    assert send(2, at=begun, email=None).decision.refused is Reason.TOO_OFTEN


def test_of_two_codes_at_once_for_one_phone_only_one_is_let_through(world):
    deadline = world.clock.at + timedelta(minutes=10)
    first, second = (open_way([SMS_WAY], deadline, world.call(), world.deps) for _ in range(2))
    world.store.commit(first[1])
    with pytest.raises(PreconditionError):
        world.store.commit(second[1])


def test_after_five_codes_in_an_hour_the_phone_rests_and_the_mail_is_taken(world, way):
    spend_the_hour(world, way, SMS_WAY)
    assert way() == MAIL_WAY
    world.clock.sleep(3600)
    assert way() == SMS_WAY


def test_when_both_are_spent_nothing_is_sent_and_the_helpdesk_can_see_why(world, send, way):
    spend_the_hour(world, way, SMS_WAY)
    spend_the_hour(world, way, MAIL_WAY)
    assert send(1).decision.refused is Reason.TOO_OFTEN
    assert (world.sms(), world.inbox.mails()) == ([], [])
    assert (world.record()["kind"], world.record()["reason"]) == ("reset_code_sms", "too_often")
    assert world.document(f"resets/{1:032x}")["attempted"] == 0
    assert send(1).word == "nothing"


def test_the_day_has_its_limit_too(world, way):
    for _ in range(POLICY.codes_per_day.count):
        assert way(SMS_WAY)
        world.clock.sleep(1000)
    assert way(SMS_WAY) is None


def test_codes_of_requests_count_for_the_phone_as_well(world, way):
    world.store.commit([Put(path_of(PHONE, world), {"hour": {"buckets": {str(_bucket(world)): 5}}})])
    assert way() == MAIL_WAY


def test_when_sms_have_cost_enough_in_this_hour_the_mail_is_taken(world, way):
    shard = f"throttles/reset-sms:{int(contact_hash(world.deps.peppers[0], PHONE), 16) % SHARDS}"
    world.store.commit([Put(shard, {"buckets": {str(_bucket(world)): SMS_LIMIT.count - 1}})])
    assert way(SMS_WAY) == SMS_WAY
    world.clock.sleep(120)
    assert way() == MAIL_WAY
    assert way(SMS_WAY) is None


def test_mails_cost_nothing_of_the_sms_budget(world, way):
    way(MAIL_WAY)
    assert [kept.path for kept in world.throttles()] == [path_of(MAIL, world)]


def test_the_phone_stands_in_no_throttle(world, way):
    way(SMS_WAY)
    assert PHONE.removeprefix("+62") not in str(world.throttles())


def _bucket(world):
    return int(world.clock.at.timestamp() * 6 // 3600)
