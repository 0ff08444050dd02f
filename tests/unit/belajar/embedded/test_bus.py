"""The embedded bus as a queue: what is published stays until it is delivered."""

import multiprocessing
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from belajar.embedded.bus import Backlog, SqliteBus, Subscription
from belajar.errors import Reason, RetryableError
from belajar.ports import Message

REPOSITORY = Path(__file__).parents[4]

PUBLISHER = """
import sys
from pathlib import Path
from belajar.embedded.bus import SqliteBus
from belajar.ports import Message

bus = SqliteBus(Path(sys.argv[1]))
number = 0
while True:
    bus.publish([Message("made-v1", b"x", {"batch": str(number)})] * 10)
    print(number, flush=True)
    number += 1
"""

OPENER = """
import sys
from pathlib import Path
from belajar.embedded.bus import SqliteBus

SqliteBus(Path(sys.argv[1])).subscriptions()
"""


def subscription(name: str, topic: str = "made-v1") -> Subscription:
    return Subscription(name, topic, "maker", 60, 10, 600, 5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "bus.sqlite"


@pytest.fixture
def bus(path):
    bus = SqliteBus(path)
    bus.configure(
        [subscription("made-v1.maker"), subscription("made-v1.keeper"), subscription("lost-v1.maker", "lost-v1")]
    )
    yield bus
    bus.close()


def test_every_subscription_of_the_topic_gets_its_own_copy(bus):
    bus.publish([Message("made-v1", b"1", {}), Message("made-v1", b"2", {})])

    assert bus.backlog() == {
        "made-v1.maker": Backlog(2, 0, 0),
        "made-v1.keeper": Backlog(2, 0, 0),
        "lost-v1.maker": Backlog(0, 0, 0),
    }


def test_one_unknown_topic_keeps_the_whole_call_from_being_published(bus):
    with pytest.raises(LookupError, match="nobody-v1"):
        bus.publish([Message("made-v1", b"1", {}), Message("nobody-v1", b"2", {})])

    assert bus.backlog()["made-v1.maker"].waiting == 0


@pytest.mark.parametrize(
    "message",
    [
        Message("made-v1", b"", {}),
        Message("made-v1", b"x" * 10_000_001, {}),
        Message("made-v1", b"x", {"long": "x" * 1025}),
        Message("made-v1", b"x", {str(number): "x" for number in range(101)}),
    ],
    ids=["empty", "large", "long attribute", "many attributes"],
)
def test_what_pubsub_would_refuse_is_refused_here_too(bus, message):
    with pytest.raises(ValueError, match=r"message|attribute"):
        bus.publish([message])


def test_messages_survive_a_restart_and_a_new_configuration(bus, path):
    bus.publish([Message("made-v1", b"1", {})])
    bus.close()
    again = SqliteBus(path)
    again.configure([subscription("made-v1.maker")])

    assert again.backlog() == {"made-v1.maker": Backlog(1, 0, 0)}
    again.close()


def test_published_messages_and_calls_are_counted(bus):
    bus.publish([Message("made-v1", b"1", {})] * 3)
    bus.publish([Message("lost-v1", b"1", {})])

    assert bus.counts == {"messages": 4, "rpcs": 2}


def test_many_threads_of_one_process_publish_at_once(bus):
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: bus.publish([Message("lost-v1", b"1", {"n": str(n)})]), range(200)))

    assert bus.backlog()["lost-v1.maker"].waiting == 200


def _publish_fifty(path: Path) -> None:
    bus = SqliteBus(path)
    for _ in range(50):
        bus.publish([Message("lost-v1", b"1", {})])
    bus.close()


def test_many_processes_publish_at_once(bus, path):
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        pool.map(_publish_fifty, [path] * 4)

    assert bus.backlog()["lost-v1.maker"].waiting == 200


def test_many_processes_open_a_new_file_at_once(tmp_path):
    path = tmp_path / "new.sqlite"
    command = [sys.executable, "-c", OPENER, str(path)]
    processes = [subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE) for _ in range(8)]
    errors = [process.communicate()[1] for process in processes]

    assert errors == [b""] * 8


def test_a_publisher_killed_at_any_moment_leaves_whole_calls_only(bus, path):
    process = subprocess.Popen([sys.executable, "-c", PUBLISHER, str(path)], cwd=REPOSITORY, stdout=subprocess.PIPE)
    assert process.stdout
    confirmed = 0
    while confirmed < 30:
        confirmed = int(process.stdout.readline()) + 1
    process.send_signal(signal.SIGKILL)
    confirmed += len(process.communicate()[0].splitlines())

    waiting = bus.backlog()["made-v1.maker"].waiting
    assert waiting % 10 == 0
    assert waiting >= 10 * confirmed


def test_a_file_that_cannot_be_used_is_a_retryable_error(tmp_path):
    (tmp_path / "bus.sqlite").mkdir()

    with pytest.raises(RetryableError) as caught:
        SqliteBus(tmp_path / "bus.sqlite").publish([Message("made-v1", b"1", {})])
    assert caught.value.reason == Reason.BUS_UNAVAILABLE


def test_only_the_dead_letters_named_are_replayed_and_each_once(bus, dead):
    first, second = dead(bus, b"1"), dead(bus, b"2")

    assert bus.replay([first, "999"]) == 1
    assert bus.replay([first]) == 0
    assert [letter.id for letter in bus.dead_letters()] == [second]
    assert bus.replay() == 1
    assert bus.dead_letters() == []
    assert bus.backlog()["lost-v1.maker"] == Backlog(2, 0, 0)


@pytest.fixture
def dead(path):
    """Publishes a message and lets it die; returns the id of its dead letter."""
    from belajar.embedded.bus_database import BusDatabase
    from belajar.embedded.claims import Claims, Patience

    database = BusDatabase(path)

    def die(bus: SqliteBus, data: bytes) -> str:
        claims = Claims(database, "tester", "school", lambda: 4e9, Patience(backoff_scale=0))
        bus.publish([Message("lost-v1", data, {"kind": "x"})])
        for _ in range(5):
            claims.settle([(claim, False) for claim in claims.take(subscription("lost-v1.maker", "lost-v1"), 1)])
        return bus.dead_letters()[-1].id

    yield die
    database.close()
