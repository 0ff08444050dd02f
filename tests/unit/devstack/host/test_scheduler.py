import base64
import json

import pytest

from belajar.errors import Reason, RetryableError
from belajar.ports import Message
from belajar.runtime.envelope import open_push
from devstack.host.scheduler import Scheduler, tick, tick_by_hand
from devstack.topology import Schedule
from schemas.events import SweeperTicked
from tests.support.clock import ManualClock

SCHEDULES = {
    "sync": Schedule(topic="sync-ticked-v1", cron="*/30 * * * *"),
    "sweeper": Schedule(topic="sweeper-ticked-v1", cron="* * * * *"),
}


class Wire:
    """Where messages go out; down for as many calls as told."""

    def __init__(self, down: int = 0) -> None:
        self.sent: list[Message] = []
        self.down = down

    def publish(self, messages) -> None:
        if self.down:
            self.down -= 1
            raise RetryableError(Reason.BUS_UNAVAILABLE)
        self.sent += messages


def topics(wire: Wire) -> list[str]:
    return [message.topic for message in wire.sent]


def test_a_due_schedule_is_published_once_a_minute():
    clock, wire = ManualClock(), Wire()
    scheduler = Scheduler(SCHEDULES, wire, clock)
    assert scheduler.look() == 2
    clock.advance(seconds=59)
    assert scheduler.look() == 0
    clock.advance(seconds=1)
    assert scheduler.look() == 1
    assert topics(wire) == ["sync-ticked-v1", "sweeper-ticked-v1", "sweeper-ticked-v1"]


def test_a_minute_that_could_not_be_published_is_tried_again():
    wire = Wire(down=1)
    scheduler = Scheduler(SCHEDULES, wire, ManualClock())
    with pytest.raises(RetryableError):
        scheduler.look()
    assert scheduler.look() == 2


def opened(message: Message):
    body = {"data": base64.b64encode(message.data).decode(), "attributes": dict(message.attributes)}
    return open_push(json.dumps({"message": body | {"publishTime": "2026-07-13T01:00:12.5Z"}}).encode())


def test_a_tick_carries_its_type_and_nothing_else_and_is_known_by_its_minute():
    message = tick("sweeper-ticked-v1")
    assert (message.data, dict(message.attributes)) == (b"{}", {"ce-type": SweeperTicked.type})
    assert opened(message).id == "sweeper-ticked-v1.2026-07-13T01:00"


def test_two_ticks_by_hand_in_one_minute_are_two():
    one, two = tick_by_hand("sweeper-ticked-v1"), tick_by_hand("sweeper-ticked-v1")
    assert opened(one).event == SweeperTicked()
    assert opened(one).id != opened(two).id
