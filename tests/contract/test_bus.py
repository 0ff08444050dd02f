"""The Bus port, from `publish` to the push body that a function gets."""

import base64
from collections import Counter

import pytest

from belajar.cloud.bus import PubsubBus
from belajar.errors import Reason, RetryableError
from belajar.ports import Message


def numbered(*numbers, topic="account-refused-v1"):
    return [Message(topic, str(number).encode(), {"n": str(number)}) for number in numbers]


def test_a_message_is_pushed_to_every_subscription_of_its_topic(wired):
    wired.bus.publish([Message("account-created-v1", b"7", {"ce-id": "a", "ce-type": "id.belajar.account.created.v1"})])
    wired.endpoint.wait_for(2)

    assert {body["subscription"] for body in wired.endpoint.bodies} == {
        f"projects/{wired.project}/subscriptions/account-created-v1.notify",
        f"projects/{wired.project}/subscriptions/account-created-v1.sync",
    }
    messages = [body["message"] for body in wired.endpoint.bodies]
    for message in messages:
        assert message["attributes"] == {"ce-id": "a", "ce-type": "id.belajar.account.created.v1"}
        assert base64.b64decode(message["data"]) == b"7"
        assert message["messageId"] == message["message_id"] == messages[0]["messageId"]
        assert message["publishTime"].endswith("Z")
        assert message["publishTime"] == message["publish_time"]


def test_more_messages_than_fit_into_one_call_all_arrive(wired):
    wired.bus.publish(numbered(*range(2100)))
    wired.endpoint.wait_for(2100)

    assert set(wired.endpoint.numbers) == set(range(2100))


def test_messages_of_several_topics_go_out_in_one_publish(wired):
    wired.bus.publish(numbered(1) + numbered(2, topic="account-created-v1"))
    wired.endpoint.wait_for(3)

    assert Counter(wired.endpoint.numbers) == {1: 1, 2: 2}


def test_a_message_of_attributes_only_arrives(wired):
    wired.bus.publish([Message("account-refused-v1", b"", {"tick": "1"})])
    wired.endpoint.wait_for(1)

    assert wired.endpoint.bodies[0]["message"]["attributes"] == {"tick": "1"}


def test_publishing_nothing_is_nothing(bus):
    bus.publish([])

    assert bus.counts["messages"] == 0


def test_a_refused_delivery_comes_again_as_the_same_message(wired):
    answers = iter([500, 429, 204])
    wired.endpoint.answer = lambda number: next(answers)
    wired.bus.publish(numbered(1))
    wired.endpoint.wait_for(3)

    assert len({body["message"]["messageId"] for body in wired.endpoint.bodies}) == 1


def test_a_poisoned_message_ends_as_a_dead_letter_and_the_others_arrive(wired):
    wired.endpoint.answer = lambda number: 500 if number == 13 else 204
    wired.bus.publish(numbered(*range(10, 20)))
    wired.endpoint.wait_for(9 + 5)
    (letter,) = wired.dead_letters()

    assert Counter(wired.endpoint.numbers) == Counter(range(10, 20)) + Counter({13: 4})
    assert (letter.subscription, letter.data, letter.attempts) == ("account-refused-v1.notify", b"13", 5)
    origin = {key: value for key, value in letter.attributes.items() if key != "n"}
    assert origin.keys() == {
        "CloudPubSubDeadLetterSourceSubscription",
        "CloudPubSubDeadLetterSourceSubscriptionProject",
        "CloudPubSubDeadLetterSourceDeliveryCount",
        "CloudPubSubDeadLetterSourceTopicPublishTime",
    }


def test_a_replayed_dead_letter_is_delivered_without_the_marks_of_death(wired):
    wired.endpoint.answer = lambda number: 500
    wired.bus.publish(numbered(2))
    [chosen] = wired.dead_letters()
    pushed = len(wired.endpoint.bodies)
    wired.endpoint.answer = lambda number: 204

    assert wired.dead.replay([chosen.id]) == 1
    wired.endpoint.wait_for(pushed + 1)
    assert wired.endpoint.numbers[-1] == 2
    assert wired.endpoint.bodies[-1]["message"]["attributes"] == {"n": "2"}
    assert wired.dead.dead_letters() == []


def test_an_unknown_topic_is_loud(bus):
    with pytest.raises(LookupError, match="nobody-v1"):
        bus.publish([Message("nobody-v1", b"1", {})])


def test_a_message_that_is_empty_is_refused(bus):
    with pytest.raises(ValueError, match="message"):
        bus.publish([Message("account-refused-v1", b"", {})])


def test_messages_and_calls_are_counted(bus):
    bus.publish(numbered(1, 2))
    bus.publish(numbered(3))

    assert bus.counts == {"messages": 3, "rpcs": 2}


def test_a_bus_that_does_not_answer_is_a_retryable_error(monkeypatch):
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:1")
    bus = PubsubBus("school", patience_seconds=0.2)

    with pytest.raises(RetryableError) as caught:
        bus.publish(numbered(1))
    assert caught.value.reason == Reason.BUS_UNAVAILABLE
    bus.close()
