"""A bus, a clock of its own, and endpoints to deliver to."""

from datetime import UTC, datetime

import pytest

from belajar.embedded.bus import SqliteBus, Subscription
from belajar.embedded.claims import Patience
from belajar.embedded.delivery import Delivery
from belajar.ports import Message
from tests.support.clock import ManualClock
from tests.support.endpoint import Endpoint, number_of

START = datetime(2026, 7, 1, tzinfo=UTC)


class Post:
    """Notes what is delivered and when; `answer(number, nth delivery of it)` says the status."""

    def __init__(self, clock, answer=lambda number, nth: 204) -> None:
        self.clock, self.answer = clock, answer
        self.bodies, self.numbers, self.times = [], [], []

    def __call__(self, subscription, body) -> int:
        number = number_of(body)
        self.bodies.append(body)
        self.numbers.append(number)
        self.times.append((self.clock.now() - START).total_seconds())
        return self.answer(number, self.numbers.count(number))


@pytest.fixture
def clock():
    """Stands at 2026-07-01 00:00 UTC until somebody sleeps."""
    return ManualClock(START)


@pytest.fixture
def made():
    return Subscription("made-v1.maker", "made-v1", "maker", 60, 10, 45, 5)


@pytest.fixture
def seen():
    return Subscription("seen-v1.viewer", "seen-v1", "viewer", 60, 10, 45, 5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "bus.sqlite"


@pytest.fixture
def bus(path, clock, made, seen):
    """On the virtual clock."""
    bus = SqliteBus(path, clock)
    bus.configure([made, seen])
    yield bus
    bus.close()


@pytest.fixture
def publish(bus):
    """Publishes numbers, one message each."""

    def publish(*numbers, topic="made-v1"):
        bus.publish([Message(topic, str(number).encode(), {"n": str(number)}) for number in numbers])

    return publish


@pytest.fixture
def post(clock):
    """Makes the callables that `drain` delivers through."""
    return lambda answer=lambda number, nth: 204: Post(clock, answer)


@pytest.fixture
def deliver(path, clock, bus):
    """Makes deliverers on the virtual clock."""
    made = []

    def make(**patience):
        made.append(Delivery(path, "school", clock=clock, patience=Patience(**patience)))
        return made[-1]

    yield make
    for delivery in made:
        delivery.stop()


@pytest.fixture
def endpoint():
    """Makes functions behind HTTP."""
    made = []

    def make(**kind):
        made.append(Endpoint(**kind))
        return made[-1]

    yield make
    for one in made:
        one.close()
