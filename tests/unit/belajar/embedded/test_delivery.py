"""Delivery on a virtual clock: at least once, with patience, and nothing lost."""

from collections import Counter

import pytest

from belajar.embedded.bus import Backlog
from belajar.ports import Message


def test_the_body_is_the_one_pubsub_pushes(bus, deliver, publish, seen):
    bus.publish([Message("made-v1", b"\x00data", {"ce-type": "t"})])
    seen = {}
    deliver().drain(lambda subscription, body: seen.update({subscription: body}) or 200)

    body = seen["made-v1.maker"]
    message = body["message"]
    assert message["messageId"] == message["message_id"]
    assert message["messageId"].isdigit()
    assert message["publishTime"] == message["publish_time"] == "2026-07-01T00:00:00.000000Z"
    assert {key: message[key] for key in ("attributes", "data")} == {"attributes": {"ce-type": "t"}, "data": "AGRhdGE="}
    assert body["subscription"] == "projects/school/subscriptions/made-v1.maker"
    assert body["deliveryAttempt"] == 1


@pytest.mark.parametrize("status", [102, 200, 201, 202, 204])
def test_an_acknowledged_message_is_gone(bus, deliver, status, publish, post):
    publish(1)

    assert deliver().drain(post(lambda *_: status)) == 1
    assert bus.backlog()["made-v1.maker"] == Backlog(0, 0, 0)


@pytest.mark.parametrize("status", [0, 203, 301, 400, 404, 429, 500, 503])
def test_any_other_answer_brings_the_message_again(bus, deliver, status, publish, post):
    publish(1)
    there = post(lambda _, nth: status if nth == 1 else 204)

    assert deliver().drain(there) == 2
    assert [body["deliveryAttempt"] for body in there.bodies] == [1, 2]
    assert there.bodies[0]["message"] == there.bodies[1]["message"]


def test_the_backoff_doubles_from_its_minimum_to_its_maximum(bus, deliver, publish, post):
    publish(1)
    there = post(lambda *_: 500)
    deliver().drain(there)

    assert there.times == [0, 10, 30, 70, 115]


def test_the_backoff_can_be_scaled_for_a_demo(bus, deliver, publish, post):
    publish(1)
    there = post(lambda *_: 500)
    deliver(backoff_scale=0.1).drain(there)

    assert there.times == [0, 1, 3, 7, 11.5]


def test_the_last_attempt_makes_a_dead_letter_that_tells_where_it_came_from(bus, deliver, publish, post):
    publish(1)
    deliver().drain(post(lambda *_: 500))

    (letter,) = bus.dead_letters()
    assert (letter.subscription, letter.attempts, letter.data) == ("made-v1.maker", 5, b"1")
    assert letter.attributes == {
        "n": "1",
        "CloudPubSubDeadLetterSourceSubscription": "made-v1.maker",
        "CloudPubSubDeadLetterSourceSubscriptionProject": "school",
        "CloudPubSubDeadLetterSourceDeliveryCount": "5",
        "CloudPubSubDeadLetterSourceTopicPublishTime": "2026-07-01T00:00:00.000000Z",
    }
    assert bus.backlog()["made-v1.maker"] == Backlog(0, 0, 1)


def test_a_replayed_dead_letter_is_a_new_message_without_the_marks_of_death(bus, deliver, publish, post):
    publish(1)
    deliver().drain(post(lambda *_: 500))
    bus.replay()
    there = post()

    assert deliver().drain(there) == 1
    assert there.bodies[0]["deliveryAttempt"] == 1
    assert there.bodies[0]["message"]["attributes"] == {"n": "1"}


def test_a_poisoned_message_does_not_hold_up_the_others(bus, deliver, publish, post):
    publish(1, 2, 3, 4)
    publish(5, topic="seen-v1")
    there = post(lambda number, _: 500 if number == 1 else 204)
    deliver().drain(there)

    assert {number for number, time in zip(there.numbers, there.times, strict=True) if time == 0} == {1, 2, 3, 4, 5}
    assert there.numbers.count(1) == 5


@pytest.mark.parametrize(("order", "expected"), [("fifo", [1, 2, 3, 4]), ("lifo", [4, 3, 2, 1])])
def test_messages_can_be_delivered_in_order_and_in_reverse(deliver, order, expected, publish, post):
    publish(1, 2)
    publish(3, 4)
    there = post()
    deliver(order=order).drain(there)

    assert there.numbers == expected


def test_a_random_order_is_the_same_for_the_same_seed(bus, deliver, publish, post):
    orders = []
    for seed in (7, 7, 8):
        publish(*range(30))
        there = post()
        deliver(order="random", seed=seed).drain(there)
        orders.append(there.numbers)

    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == list(range(30)) != orders[0]


@pytest.mark.parametrize("order", ["fifo", "lifo", "random"])
def test_every_message_can_be_delivered_twice_although_acknowledged(bus, deliver, order, publish, post):
    publish(1, 2, 3)
    there = post()
    deliver(order=order, duplicates=1).drain(there)

    assert Counter(there.numbers) == {1: 2, 2: 2, 3: 2}
    assert bus.backlog()["made-v1.maker"] == Backlog(0, 0, 0)


def test_what_a_delivery_publishes_is_delivered_in_the_same_drain(bus, deliver, publish, post):
    def answer(number, _):
        if number < 3:
            publish(number + 1, topic="seen-v1")
        return 204

    publish(1)
    there = post(answer)

    assert deliver().drain(there) == 3
    assert there.numbers == [1, 2, 3]


def test_a_message_whose_deliverer_broke_off_comes_again_after_its_lease(bus, deliver, publish, post):
    def break_off(*_):
        raise KeyboardInterrupt

    publish(1)
    delivery = deliver()
    with pytest.raises(KeyboardInterrupt):
        delivery.drain(break_off)
    there = post()
    delivery.drain(there)

    assert there.times == [70]
