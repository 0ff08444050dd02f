"""What was committed goes out, now or with the sweeper."""

from belajar.decision import Call, Decision, Emit
from belajar.errors import PreconditionError
from belajar.ports import MISSING, Delete, Message, Put, Query
from belajar.runtime.outbox import Outbox
from belajar.runtime.run import Run, Runtime
from schemas.events import ImportAdvanced
from tests.support.ports import Fuse, FusedStore, KeptBus

EVENT = ImportAdvanced(import_id="0" * 32)


def write_once() -> Decision:
    return Decision(writes=[Put("people/a", {"n": 1}, expect=MISSING)], events=[Emit(EVENT)])


def test_when_the_bus_is_down_the_outbox_keeps_the_events_for_the_sweeper(delivery, runtime, store, bus, clock):
    bus.down = True
    assert delivery().execute(write_once).word == "done"
    outbox = Outbox(store, bus, clock)
    bus.down = False
    assert outbox.sweep() == 0, "a young entry may still be on its way"
    clock.advance(minutes=2)
    assert outbox.sweep() == 1
    assert outbox.sweep() == 0
    assert len(bus.messages) == 1


def test_the_sweeper_walks_round_any_number_of_entries(runtime, store, bus, clock):
    bus.down = True
    for number in range(230):
        Run(runtime, "make", Call(f"e{number}", "c", clock.now()), f"e{number}").execute(
            lambda: Decision(events=[Emit(EVENT)])
        )
    bus.down = False
    clock.advance(minutes=2)
    assert Outbox(store, bus, clock).sweep() == 230
    assert len({message.attributes["ce-id"] for message in bus.messages}) == 230


def test_an_entry_without_a_topic_does_not_keep_the_others_from_being_swept(store, clock, bus):
    class Strict(KeptBus):
        def publish(self, messages):
            if messages[0].topic == "gone":
                raise LookupError("no topic 'gone'")
            super().publish(messages)

    strict = Strict()
    outbox = Outbox(store, strict, clock)
    store.commit([outbox.entry(f"run {n}", [Message("gone" if n % 2 else "there", b"{}", {})]) for n in range(8)])
    clock.advance(minutes=2)
    assert outbox.sweep() == 4
    assert len(strict.messages) == 4
    assert len(store.query(Query("outbox"))) == 4, "kept until its topic is there"


def test_a_contended_removal_of_an_entry_does_not_undo_a_run(store, clock, bus):
    class Contended(FusedStore):
        def commit(self, writes):
            if isinstance(writes[0], Delete):
                raise PreconditionError
            return super().commit(writes)

    runtime = Runtime(Contended(store, Fuse()), bus, clock)
    decided = []

    def decide() -> Decision:
        decided.append(1)
        return Decision(events=[Emit(EVENT)])

    assert Run(runtime, "make", Call("e1", "case", clock.now()), None).execute(decide).word == "done"
    assert (len(decided), len(bus.messages)) == (1, 1)


def test_the_outbox_is_empty_after_publishing(delivery, store):
    delivery().execute(write_once)
    assert store.query(Query("outbox")) == []
