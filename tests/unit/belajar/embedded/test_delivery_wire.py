"""Delivery over real connections, by threads and by processes that are killed."""

import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from belajar.embedded.bus import Backlog, SqliteBus
from belajar.embedded.claims import Patience
from belajar.embedded.delivery import Delivery
from belajar.embedded.push import NO_ANSWER, HttpPush

REPOSITORY = Path(__file__).parents[4]
BODY = {"message": {"data": "MQ=="}, "deliveryAttempt": 1}

DELIVERER = """
import sys, threading
from pathlib import Path
from belajar.embedded.delivery import Delivery

Delivery(Path(sys.argv[1]), "school").start(lambda _: sys.argv[2], {"maker": 4})
threading.Event().wait()
"""


@pytest.fixture
def bus(path, made, seen):
    """On the machine's clock, as the deliverer in threads."""
    bus = SqliteBus(path)
    bus.configure([made, seen])
    yield bus
    bus.close()


def test_workers_deliver_everything_over_connections_that_stay_open(bus, path, endpoint, publish):
    there = endpoint()
    publish(*range(100))
    delivery = Delivery(path, "school")
    delivery.start(lambda _: there.url, {"maker": 3})
    there.wait_for(100)
    publish(100)
    delivery.wake()
    there.wait_for(101)
    delivery.stop()

    assert sorted(there.numbers) == list(range(101))
    assert len(there.peers) <= 3
    assert bus.backlog()["made-v1.maker"] == Backlog(0, 0, 0)


def test_a_function_gets_no_more_at_a_time_than_its_concurrency(bus, path, endpoint, publish):
    hold = threading.Event()
    there = endpoint(hold=hold)
    publish(*range(20))
    delivery = Delivery(path, "school")
    delivery.start(lambda _: there.url, {"maker": 2})
    there.wait_for(2)
    leased = bus.backlog()["made-v1.maker"]
    hold.set()
    there.wait_for(20)
    delivery.stop()

    assert leased == Backlog(18, 2, 0)
    assert there.most == 2


def test_a_slow_function_does_not_hold_up_another(bus, path, endpoint, publish):
    hold = threading.Event()
    slow, quick = endpoint(hold=hold), endpoint()
    publish(1)
    publish(*range(50), topic="seen-v1")
    delivery = Delivery(path, "school")
    delivery.start(lambda s: slow.url if s.function == "maker" else quick.url, {"maker": 1, "viewer": 2})
    quick.wait_for(50)
    hold.set()
    delivery.stop()

    assert sorted(quick.numbers) == list(range(50))


def test_a_function_that_hangs_up_gets_its_message_until_it_is_a_dead_letter(bus, path, endpoint, publish):
    there = endpoint(answer=lambda number: 0)
    publish(1)
    delivery = Delivery(path, "school", patience=Patience(backoff_scale=0))
    delivery.start(lambda _: there.url, {"maker": 1})
    there.wait_for(5)
    delivery.stop()

    assert there.attempts == [1, 2, 3, 4, 5]
    assert bus.dead_letters()[0].attempts == 5


def test_a_function_that_is_not_there_has_not_answered(endpoint, post):
    there = endpoint()
    there.close()

    assert HttpPush().post(there.url, {}, timeout_seconds=30) == NO_ANSWER


def test_a_function_that_takes_longer_than_its_deadline_has_not_answered(endpoint, post):
    hold = threading.Event()
    there = endpoint(hold=hold)

    assert HttpPush().post(there.url, BODY, timeout_seconds=0.05) == NO_ANSWER
    hold.set()


def test_a_kept_connection_that_the_server_has_closed_costs_no_attempt(bus, path, endpoint, publish):
    there = endpoint(answers_per_connection=1)
    publish(*range(5))
    delivery = Delivery(path, "school")
    delivery.start(lambda _: there.url, {"maker": 1})
    there.wait_for(5)
    delivery.stop()

    assert there.attempts == [1] * 5
    assert len(there.peers) == 5


def test_a_stopped_deliverer_leaves_the_rest_to_the_next(bus, path, endpoint, publish):
    hold = threading.Event()
    there = endpoint(hold=hold)
    publish(*range(10))
    first = Delivery(path, "school")
    first.start(lambda _: there.url, {"maker": 2})
    there.wait_for(2)
    first.stop(grace_seconds=0)
    hold.set()
    second = Delivery(path, "school")
    second.start(lambda _: there.url, {"maker": 2})
    there.wait_for(12)
    second.stop()

    assert set(there.numbers) == set(range(10))
    assert bus.backlog()["made-v1.maker"] == Backlog(0, 0, 0)


def test_a_deliverer_killed_in_the_middle_loses_nothing(bus, path, endpoint, publish):
    hold = threading.Event()
    there = endpoint(hold=hold)
    publish(*range(20))
    process = subprocess.Popen([sys.executable, "-c", DELIVERER, str(path), there.url], cwd=REPOSITORY)
    there.wait_for(4)
    process.send_signal(signal.SIGKILL)
    process.wait()
    cut_off = bus.backlog()["made-v1.maker"]
    hold.set()
    following = Delivery(path, "school")
    following.start(lambda _: there.url, {"maker": 4})
    there.wait_for(24)
    following.stop()

    assert cut_off == Backlog(16, 4, 0)
    assert Counter(there.numbers) == Counter(range(20)) + Counter(there.numbers[:4])
    assert bus.backlog()["made-v1.maker"] == Backlog(0, 0, 0)
    assert list(path.parent.glob("*.deliverer")) == []
