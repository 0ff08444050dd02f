"""A new password whose setting broke off counts as set: the sessions end and the owner hears of it."""

import json
from datetime import timedelta

import pytest

from belajar.decision import Call
from belajar.ports import Merge, Put
from belajar.rules.policy import POLICY
from belajar.runtime.outbox import Outbox
from belajar.runtime.run import Run, Runtime
from functions.sweeper.resets import MOST
from functions.sweeper.step import Deps, sweep
from schemas.events import SweeperTicked
from schemas.resets import Reset, ResetState, ResetWay
from tests.support.ports import KeptBus
from tests.support.records import ADDRESS, PERSON_ID

RESET = "a" * 32


@pytest.fixture
def tick(store, clock, call):
    """Ids of the resets whose owners are to hear of it."""

    def run(event_id: str = "") -> list[str]:
        bus = KeptBus()
        name = event_id or f"tick{clock.now().isoformat()}"
        made: Call = call(name)
        Run(Runtime(store, bus, clock), "sweeper", made, name).execute(
            lambda: sweep(SweeperTicked(), made, Deps(store, Outbox(store, bus, clock)))
        )
        assert {message.topic for message in bus.messages} <= {"password-changed-v1"}
        return [json.loads(message.data)["reset_id"] for message in bus.messages]

    return run


@pytest.fixture
def setting(store, clock):
    def put(reset_id: str = RESET, state: ResetState = ResetState.SETTING) -> None:
        now = clock.now()
        reset = Reset(
            id=reset_id, way=ResetWay.OWNER, state=state, akun=ADDRESS, created_at=now, changed_at=now,
            expire_at=now + timedelta(days=1), person_id=PERSON_ID,
        )  # fmt: skip
        store.commit([Put(f"resets/{reset_id}", reset.model_dump())])

    return put


def stored(store, reset_id: str = RESET) -> Reset:
    return Reset.model_validate(store.get(f"resets/{reset_id}")[0].data)


def test_after_its_time_it_is_done_as_of_when_it_was_last_tried(store, clock, tick, setting):
    setting()
    tried = clock.now()
    clock.advance(seconds=POLICY.reset_unfinished_seconds)
    assert tick() == [RESET]
    reset = stored(store)
    assert (reset.state, reset.set_at, reset.changed_at) == (ResetState.DONE, tried, clock.now())
    assert reset.expire_at == clock.now() + timedelta(days=POLICY.reset_record_days)


def test_before_its_time_the_owner_may_still_try_again(store, clock, tick, setting):
    setting()
    clock.advance(seconds=POLICY.reset_unfinished_seconds - 1)
    assert tick() == []
    assert stored(store).state is ResetState.SETTING


def test_it_is_told_once(clock, tick, setting):
    setting()
    clock.advance(minutes=10)
    assert [tick("e1"), tick("e1"), tick("e2")] == [[RESET], [], []]


@pytest.mark.parametrize("state", [state for state in ResetState if state is not ResetState.SETTING])
def test_no_other_state_is_touched(store, clock, tick, setting, state):
    setting(state=state)
    clock.advance(days=1)
    assert tick() == []
    assert stored(store).state is state


def test_a_reset_that_its_owner_finishes_meanwhile_is_left_alone(store, clock, tick, setting):
    class Overtaken:
        """Right behind the query the owner's try comes to its end."""

        get, commit = store.get, store.commit

        def query(self, query):
            found = store.query(query)
            if query.collection == "resets" and found:
                store.commit([Merge(f"resets/{RESET}", {"state": "done", "set_at": finished})])
            return found

    setting()
    clock.advance(minutes=10)
    finished = clock.now()
    bus, made = KeptBus(), Call("e1", "case", clock.now())
    deps = Deps(Overtaken(), Outbox(store, bus, clock))
    Run(Runtime(store, bus, clock), "sweeper", made, "e1").execute(lambda: sweep(SweeperTicked(), made, deps))
    assert bus.messages == []
    assert stored(store).set_at == finished


def test_of_very_many_the_oldest_come_first_and_all_in_the_end(clock, tick, setting):
    ids = [f"{number:032x}" for number in range(MOST + 5)]
    for reset_id in reversed(ids):
        setting(reset_id)
        clock.advance(seconds=1)
    clock.advance(hours=1)
    first = tick()
    assert set(first) == set(ids[5:])
    clock.advance(minutes=1)
    assert set(tick()) == set(ids[:5])
