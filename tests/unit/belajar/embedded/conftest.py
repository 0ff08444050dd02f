"""A bus, a clock of its own, and endpoints to deliver to."""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from belajar.embedded.bus import SqliteBus, Subscription
from belajar.embedded.claims import Patience
from belajar.embedded.delivery import Delivery
from belajar.ports import Message

START = datetime(2026, 7, 1, tzinfo=UTC)


class VirtualClock:
    def __init__(self) -> None:
        self.time = START

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.time += timedelta(seconds=seconds)


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


class Endpoint:
    """A function behind HTTP. `hold`: answers wait until it is set."""

    def __init__(self, hold=None, answers=True, answers_per_connection=None) -> None:
        self.hold, self.open = hold, True
        self.changed = threading.Condition()
        self.numbers, self.attempts, self.peers = [], [], set()
        self.inside = self.most = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                outer.note(json.loads(self.rfile.read(int(self.headers["Content-Length"]))), self.client_address)
                if not answers:
                    self.close_connection = True
                    return
                self.send_response(204)
                self.end_headers()
                # Hangs up without having said so, as an idle server does.
                self.answered = getattr(self, "answered", 0) + 1
                self.close_connection = self.answered == answers_per_connection

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                """A killed deliverer hangs up: no news."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/push?from=bus"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def note(self, body, peer):
        with self.changed:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.numbers.append(number_of(body))
            self.attempts.append(body["deliveryAttempt"])
            self.peers.add(peer)
            self.changed.notify_all()
        if self.hold:
            self.hold.wait(30)
        with self.changed:
            self.inside -= 1

    def close(self):
        if self.open:
            self.server.shutdown()
            self.server.server_close()
        self.open = False

    def wait_for(self, count):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.numbers) >= count, timeout=30)


def number_of(body):
    return int(base64.b64decode(body["message"]["data"]))


@pytest.fixture
def clock():
    """Stands at 2026-07-01 00:00 UTC until somebody sleeps."""
    return VirtualClock()


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
