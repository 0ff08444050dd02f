"""Exactly once: every outcome of the ledger, every crash, every conflict."""

from datetime import timedelta

import pytest

from belajar.decision import Call, Decision, Emit
from belajar.errors import FinalError, PreconditionError, Reason, RetryableError
from belajar.ports import MISSING, Delete, Increment, Merge, Put, Query
from belajar.runtime.run import TRIES, Run, Runtime
from schemas.events import ImportAdvanced
from tests.support.ports import Fuse, FusedStore, KilledError

EVENT = ImportAdvanced(import_id="0" * 32)


def write_once() -> Decision:
    return Decision(writes=[Put("people/a", {"n": 1}, expect=MISSING)], events=[Emit(EVENT)])


def write_other() -> Decision:
    return Decision(writes=[Put("people/b", {"n": 1})])


def ledger(store):
    [snapshot] = store.get("ledger/make:e1")
    return snapshot and snapshot.data


def test_documents_ledger_and_events_are_committed_and_published(delivery, store, bus):
    outcome = delivery().execute(write_once)
    assert outcome.word == "done"
    assert ledger(store)["state"] == "done"
    assert [message.topic for message in bus.messages] == ["import-advanced-v1"]
    assert bus.messages[0].attributes["ce-causationid"] == "e1"
    assert bus.messages[0].attributes["ce-correlationid"] == "case"


def test_a_second_delivery_writes_and_publishes_nothing_new(delivery, store, bus):
    delivery().execute(write_once)
    again = delivery().execute(lambda: Decision(writes=[Put("people/b", {})], events=[Emit(EVENT)]))
    assert again.word == "duplicate"
    assert store.get("people/b") == [None]
    assert len(bus.messages) == 1


def test_outgoing_ids_are_the_same_for_every_retry_of_one_cause(delivery, store, bus):
    delivery().execute(write_once)
    store.commit([Put("ledger/make:e1", {"state": "claimed", "run": "x", "lease_until": None})])
    store.commit([Delete("ledger/make:e1"), Delete("people/a")])
    delivery().execute(write_once)
    first, second = bus.messages
    assert first.attributes["ce-id"] == second.attributes["ce-id"]


def test_two_outputs_of_one_type_differ_by_key(delivery, bus):
    delivery().execute(lambda: Decision(events=[Emit(EVENT, "1"), Emit(EVENT, "2")]))
    assert len({message.attributes["ce-id"] for message in bus.messages}) == 2


def test_a_failed_precondition_is_decided_again_on_fresh_reads(delivery, store):
    reads = []

    def decide() -> Decision:
        [seen] = store.get("people/a")
        reads.append(seen)
        if len(reads) == 1:
            store.commit([Put("people/a", {"n": 5})])
        return Decision(writes=[Put("people/a", {"n": 6}, expect=seen.version if seen else MISSING)])

    assert delivery().execute(decide).word == "done"
    assert len(reads) == 2


def test_endless_conflict_ends_in_a_retryable_error(delivery, store):
    calls = []

    def decide() -> Decision:
        calls.append(1)
        return Decision(writes=[Put("people/a", {}, expect="0")])

    with pytest.raises(RetryableError) as error:
        delivery().execute(decide)
    assert error.value.reason is Reason.CONFLICT
    assert len(calls) == TRIES


def test_a_final_error_is_recorded_with_its_reason_and_not_run_again(delivery, store):
    def decide() -> Decision:
        raise FinalError(Reason.UNKNOWN_PERSON)

    assert delivery().execute(decide).word == "refused"
    assert ledger(store) | {"run": "", "expire_at": None} == {
        "state": "refused", "reason": "unknown_person", "run": "", "lease_until": None, "expire_at": None,
    }  # fmt: skip
    assert delivery().execute(write_once).word == "duplicate"


def test_a_retryable_error_leaves_no_trace(delivery, store):
    def decide() -> Decision:
        raise RetryableError(Reason.STORE_UNAVAILABLE)

    with pytest.raises(RetryableError):
        delivery().execute(decide)
    assert ledger(store) is None


def test_a_duplicate_of_finished_work_needs_no_dependency(delivery):
    delivery().execute(write_once)

    def decide() -> Decision:
        raise RetryableError(Reason.DIRECTORY_BLOCKED)

    assert delivery().execute(decide).word == "duplicate"


def test_nothing_to_do_costs_no_write(delivery, store):
    assert delivery().execute(Decision).word == "nothing"
    assert ledger(store) is None


def test_the_intent_is_committed_before_the_effect_and_the_result_after(delivery, store):
    seen = []

    def effect(versions) -> Decision:
        seen.append((ledger(store)["state"], store.get("people/a")[0].version == versions["people/a"]))
        return Decision(writes=[Merge("people/a", {"made": True}, expect=versions["people/a"])])

    delivery().execute(lambda: Decision(writes=[Put("people/a", {"n": 1}, expect=MISSING)], then=effect))
    assert seen == [("claimed", True)]
    assert store.get("people/a")[0].data == {"n": 1, "made": True}
    assert ledger(store)["state"] == "done"


def test_an_effect_may_lead_to_another_intent(delivery, store):
    def second(versions) -> Decision:
        return Decision(writes=[Merge("people/b", {"made": True}, expect=versions["people/b"])])

    def first(versions) -> Decision:
        return Decision(writes=[Put("people/b", {}, expect=MISSING)], then=second)

    assert delivery().execute(lambda: Decision(writes=[Put("people/a", {})], then=first)).word == "done"
    assert store.get("people/b")[0].data == {"made": True}


def test_a_live_claim_of_another_run_sends_the_message_away(delivery, store, clock):
    def nested(_) -> Decision:
        with pytest.raises(RetryableError) as error:
            delivery().execute(lambda: Decision(writes=[Put("people/b", {})], then=lambda _: Decision()))
        assert error.value.reason is Reason.ALREADY_CLAIMED
        return Decision()

    delivery().execute(lambda: Decision(then=nested))
    assert store.get("people/b") == [None]


def test_an_expired_claim_is_taken_over_and_the_late_worker_is_fenced_off(delivery, store, clock):
    def slow(_) -> Decision:
        clock.advance(seconds=401)
        taken = delivery().execute(
            lambda: Decision(then=lambda _: Decision(writes=[Put("people/b", {"by": "second"})]))
        )
        assert taken.word == "done"
        return Decision(writes=[Put("people/b", {"by": "first"})])

    assert delivery().execute(lambda: Decision(then=slow)).word == "duplicate"
    assert store.get("people/b")[0].data == {"by": "second"}


def test_a_failed_effect_frees_its_claim_at_once(delivery, store, clock):
    def fails(_) -> Decision:
        raise RetryableError(Reason.MAIL_UNAVAILABLE)

    with pytest.raises(RetryableError):
        delivery().execute(lambda: Decision(then=fails))
    assert ledger(store)["lease_until"] <= clock.now()
    assert delivery().execute(lambda: Decision(then=lambda _: Decision())).word == "done"


def test_endless_conflict_behind_an_effect_frees_its_claim_at_once(delivery, store, clock):
    store.commit([Put("people/a", {"n": 0})])

    def overtaken(_) -> Decision:
        [seen] = store.get("people/a")
        store.commit([Merge("people/a", {"n": Increment(1)})])
        return Decision(writes=[Put("people/a", {}, expect=seen.version)])

    with pytest.raises(RetryableError, match="conflict"):
        delivery().execute(lambda: Decision(then=overtaken))
    assert ledger(store)["lease_until"] <= clock.now()
    assert delivery().execute(write_other).word == "done"


def test_a_final_error_in_an_effect_is_recorded(delivery, store):
    def fails(_) -> Decision:
        raise FinalError(Reason.MAILBOX_REFUSED)

    assert delivery().execute(lambda: Decision(then=fails)).word == "refused"
    assert ledger(store)["reason"] == "mailbox_refused"


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("kill_at", range(4))
def test_a_kill_at_any_effect_loses_nothing_and_doubles_nothing(runtime, store, bus, clock, kill_at, before):
    fuse, done = Fuse(), []
    fused = Runtime(FusedStore(store, fuse), bus, clock)

    def decide() -> Decision:
        made = lambda versions: fuse.burn("effect", lambda: done.append(1)) or result(versions)  # noqa: E731
        result = lambda _: Decision(writes=[Merge("people/a", {"made": True})], events=[Emit(EVENT)])  # noqa: E731
        [seen] = store.get("people/a")
        if seen and done:  # the outside is asked: it is there
            return Decision(then=result)
        return Decision(writes=[Put("people/a", {"n": 1})], then=made)

    fuse.kill_at, fuse.before = kill_at, before
    with pytest.raises(KilledError):
        Run(fused, "make", Call("e1", "case", clock.now()), "e1").execute(decide)
    fuse.kill_at = None
    clock.advance(seconds=401)
    Run(fused, "make", Call("e1", "case", clock.now()), "e1").execute(decide)
    assert done == [1]
    assert store.get("people/a")[0].data == {"n": 1, "made": True}
    assert len({message.attributes["ce-id"] for message in bus.messages}) == 1


class ResendingStore(FusedStore):
    """Does what Firestore's client does on UNAVAILABLE: sends the same Commit again and reports its conflict."""

    resent = False

    def commit(self, writes):
        done = super().commit(writes)
        if self.resent:
            return done
        self.resent = True
        raise PreconditionError


def test_a_conflict_with_our_own_resent_commit_is_success(store, bus, clock):
    runtime = Runtime(ResendingStore(store, Fuse()), bus, clock)
    outcome = Run(runtime, "make", Call("e1", "case", clock.now()), "e1").execute(write_once)
    assert outcome.word == "done"
    assert outcome.decision is not None
    assert len(bus.messages) == 1


def test_without_a_ledger_writes_are_still_guarded(runtime, store, clock):
    call = Call("request", "request", clock.now())
    outcome = Run(runtime, "http", call, None).execute(lambda: Decision(writes=[Put("people/a", {}, expect=MISSING)]))
    assert outcome.word == "done"
    assert clock.now() + timedelta(0) == call.now


def test_a_redelivery_that_finds_nothing_to_do_still_publishes_what_was_left(delivery, runtime, store, bus, clock):
    bus.down = True
    delivery().execute(write_once)
    bus.down = False
    again = Run(runtime, "make", Call("e1", "case", clock.now()), "e1", first=False).execute(Decision)
    assert again.word == "nothing"
    assert len(bus.messages) == 1
    assert store.query(Query("outbox")) == []
