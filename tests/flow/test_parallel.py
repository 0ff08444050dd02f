"""Many workers at once, every message doubled and both copies in flight: what can race, races here."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from werkzeug.wrappers import Request, Response

from belajar.embedded.claims import Patience
from belajar.embedded.delivery import Delivery
from belajar.ports import Message
from belajar.runtime.run import Runtime
from devstack.sample.people import SamplePerson
from devstack.topology import topology
from tests.support.clock import ManualClock
from tests.support.roster_files import invented, roster_file
from tests.support.serving import serving
from tests.support.world import PROJECT, World, world

LEASE_SECONDS = Runtime.__dataclass_fields__["lease_seconds"].default


class Doubling:
    """A bus that says everything twice at once."""

    def __init__(self, bus: Any) -> None:
        self._bus = bus

    def publish(self, messages: Sequence[Message]) -> None:
        self._bus.publish([message for message in messages for _ in range(2)])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bus, name)


class Hesitant:
    """A Directory that lets `wait` happen now and then before an insert or behind it."""

    def __init__(self, directory: Any, wait: Callable[[], None]) -> None:
        self._directory, self._wait, self._random = directory, wait, Random(5)

    def insert(self, user: Any) -> Any:
        self._perhaps()
        done = self._directory.insert(user)
        self._perhaps()
        return done

    def _perhaps(self) -> None:
        if self._random.random() < 0.4:
            self._wait()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._directory, name)


def hasty(made: World, wait: Callable[[], None]) -> None:
    """Rebuild the functions around a doubling bus and a hesitant Directory."""
    made.bus, made.directory = Doubling(made.bus), Hesitant(made.directory, wait)
    made.functions = made._functions()


def deliver_at_once(made: World, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Over HTTP, with as many workers as the topology allows, until nothing is left."""

    @Request.application
    def functions(request: Request) -> Response:
        return Response(*made.functions[request.path.strip("/")].handle(request))

    patience = Patience(order="random", backoff_scale=0.0001, seed=3)
    with serving(functions) as url:
        delivery = Delivery(made.folder / "bus.sqlite", PROJECT, clock=made.clock, patience=patience)
        delivery.start(lambda subscription: f"{url}/{subscription.function}", topology().concurrency())
        meanwhile()
        while any(queue.waiting or queue.leased for queue in made.bus.backlog().values()):
            made.clock.advance(seconds=0.1)
            threading.Event().wait(0.02)
        delivery.stop()


def pass_lease(clock: ManualClock) -> None:
    """Long enough for the asking run's claim to be taken over, and for the one who takes over to act."""
    clock.advance(seconds=LEASE_SECONDS + 1)
    threading.Event().wait(0.1)


def assert_one_of_each(made: World, people: Sequence[SamplePerson]) -> None:
    made.clock.advance(minutes=1)  # until everybody is visible
    users, stored = made.users(), made.documents("people")
    assert Counter(users.values()) == Counter(person.sumber_id for person in people)
    assert {data["account_state"] for data in stored.values()} == {"created"}
    assert {data["address"]: person_id for person_id, data in stored.items()} == users
    assert {address for address, data in made.documents("accounts").items() if data["state"] == "created"} == set(users)
    shown = [
        (key, person_id, found["state"], found["address"])
        for key, entry in made.documents("lookup").items()
        for person_id, found in entry["persons"].items()
    ]
    expected = [(data["lookup_key"], person_id, "created", data["address"]) for person_id, data in stored.items()]
    assert sorted(shown) == sorted(expected), "under the present key, with what is true, and nowhere else"
    counts = made.progress()
    assert counts["accounts_made"] == counts["requested"] - counts["accounts_found"] == len(people)
    mailed = [data["person_id"] for data in made.documents("messages").values() if data["state"] == "sent"]
    assert sorted(mailed) == sorted(person.sumber_id for person in people if stored[person.sumber_id]["email_pribadi"])
    assert len({mail.message_id for mail in made.inbox.mails(limit=10_000)}) == len(mailed)
    assert (made.documents("outbox"), made.documents("quarantine"), made.bus.dead_letters()) == ({}, {}, [])


def test_every_message_twice_at_once(tmp_path: Path):
    people = invented(40, schools=2)
    with world(tmp_path) as made:
        hasty(made, lambda: None)
        made.upload("a.csv", roster_file(people))
        deliver_at_once(made)
        assert_one_of_each(made, people)
        assert made.calls()["users.insert"] == {"200": 40}, "a claim keeps the second copy away from Workspace"


def test_a_lease_that_runs_out_while_its_worker_still_acts(tmp_path: Path):
    people = invented(30, schools=2)
    with world(tmp_path) as made:
        hasty(made, lambda: pass_lease(made.clock))
        made.upload("a.csv", roster_file(people))
        deliver_at_once(made)
        assert made.calls()["users.insert"].get("409"), "two workers did meet"
        assert_one_of_each(made, people)


def test_the_register_moves_people_to_other_entries_while_their_accounts_are_made(tmp_path: Path):
    people = invented(40, schools=2)
    mothers = [[replace(person, nama_ibu_kandung=f"Ibu {word}") for person in people] for word in ("Melati", "Mawar")]

    with world(tmp_path) as made:

        def change() -> None:
            for number, changed in enumerate(mothers):
                threading.Event().wait(0.3)
                made.upload(f"{number}.csv", roster_file(changed))

        hasty(made, lambda: pass_lease(made.clock))
        made.upload("a.csv", roster_file(people))
        deliver_at_once(made, change)
        assert made.progress()["changed"] == 80
        assert_one_of_each(made, people)
