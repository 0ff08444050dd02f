"""Carries out a step's decision exactly once: decide, commit, act, commit, publish (DESIGN section 3).

claimed --lease over--> may be taken over            the lease is computed on read, never stored as a state
   |
   +--- result committed with the claim's version --> done | refused     (a late worker's commit fails: fencing)
"""

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from belajar.decision import Call, Decision
from belajar.errors import FinalError, PreconditionError, Reason, RetryableError
from belajar.ports import MISSING, Bus, Clock, Merge, Message, Missing, Put, Store, Write
from belajar.runtime.outbox import Outbox, outbox_path
from belajar.runtime.outgoing import derived_id, make_message

TRIES = 8
LEDGER_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended. `decision` is None for a duplicate."""

    word: Literal["done", "refused", "nothing", "duplicate"]
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Runtime:
    """What every run needs."""

    store: Store
    bus: Bus
    clock: Clock
    lease_seconds: int = 400
    proxies: int = 1
    """How many proxies of ours append to X-Forwarded-For."""


class Run:
    """One delivery of one message to one step. `ledger` None: no memory of it is kept (plain HTTP).

    `first`: known to be the first delivery; a later one looks for events that an earlier one did not get out.
    """

    def __init__(self, runtime: Runtime, step: str, call: Call, ledger: str | None, *, first: bool = True) -> None:
        self._runtime, self._step, self._call, self._first = runtime, step, call, first
        self._ledger = ledger and f"ledger/{step}:{ledger}"
        self._name = self._ledger or f"{step}:{call.id}"
        self._outbox = Outbox(runtime.store, runtime.bus, runtime.clock)
        self._token = uuid.uuid4().hex
        self._expect: Missing | str = MISSING
        self._last: Decision | None = None

    def execute(self, decide: Callable[[], Decision]) -> Outcome:
        """Raises RetryableError when nothing final was reached; then the message must come again."""
        for attempt in range(TRIES):
            try:
                return self._settle(self._decide(decide))
            except RetryableError:
                if outcome := self._done_before():
                    return outcome
                raise
            except PreconditionError:
                if outcome := self._look():
                    return outcome
                self._runtime.clock.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311
        self._release()
        raise RetryableError(Reason.CONFLICT)

    @staticmethod
    def _decide(decide: Callable[[], Decision]) -> Decision:
        try:
            return decide()
        except FinalError as error:
            return Decision(refused=error.reason)

    def _settle(self, decision: Decision) -> Outcome:
        while decision.then:
            decision = self._act(decision, decision.then)
        idle = not (decision.writes or decision.events or decision.refused)
        if idle and self._expect is MISSING:
            if not self._first:
                self._outbox.publish_left(self._name)
            return Outcome("nothing", decision)
        messages = self._messages(decision)
        self._last = decision
        self._commit(self._final_writes(decision, messages))
        if messages:
            self._outbox.publish(outbox_path(self._name), messages)
        return Outcome("refused" if decision.refused else "done", decision)

    def _act(self, decision: Decision, effect: Callable[[Mapping[str, str]], Decision]) -> Decision:
        """Commit the intent with a claim, then do it."""
        versions = self._commit([*decision.writes, *self._ledger_write("claimed", self._lease_end())])
        self._expect = versions.get(self._ledger or "", MISSING)
        try:
            return effect(versions)
        except FinalError as error:
            return Decision(refused=error.reason)
        except RetryableError:
            self._release()
            raise

    def _final_writes(self, decision: Decision, messages: Sequence[Message]) -> list[Write]:
        state = "refused" if decision.refused else "done"
        writes = [*decision.writes, *self._ledger_write(state, None, decision.refused)]
        return [*writes, self._outbox.entry(self._name, messages)] if messages else writes

    def _commit(self, writes: Sequence[Write]) -> dict[str, str]:
        versions = self._runtime.store.commit(writes) if writes else []
        return {write.path: version for write, version in zip(writes, versions, strict=True)}

    def _ledger_write(self, state: str, lease_until: Any, reason: Reason | None = None) -> list[Write]:
        if self._ledger is None:
            return []
        entry = {
            "state": state,
            "run": self._token,
            "lease_until": lease_until,
            "reason": reason and reason.value,
            "expire_at": self._runtime.clock.now() + LEDGER_LIFE,
        }
        return [Put(self._ledger, entry, expect=self._expect)]

    def _look(self) -> Outcome | None:
        """After a failed precondition: was it ours, somebody else's, or only a document that moved on?"""
        entry = self._entry()
        if entry is None:
            return None
        if entry["state"] != "claimed":
            return self._finished_already(entry)
        if entry["run"] != self._token and entry["lease_until"] > self._runtime.clock.now():
            raise RetryableError(Reason.ALREADY_CLAIMED)
        return None

    def _entry(self) -> dict[str, Any] | None:
        if self._ledger is None:
            return None
        [snapshot] = self._runtime.store.get(self._ledger)
        self._expect = snapshot.version if snapshot else MISSING
        return snapshot.data if snapshot else None

    def _finished_already(self, entry: Mapping[str, Any]) -> Outcome:
        """A resent Commit can report a conflict with our own success: the token tells."""
        self._outbox.publish_left(self._name)
        if entry["run"] == self._token and self._last:
            return Outcome("refused" if self._last.refused else "done", self._last)
        return Outcome("duplicate")

    def _done_before(self) -> Outcome | None:
        """A dependency is down, but a duplicate of finished work needs none."""
        try:
            entry = self._entry()
        except RetryableError:
            return None
        return self._finished_already(entry) if entry and entry["state"] != "claimed" else None

    def _lease_end(self) -> Any:
        return self._runtime.clock.now() + timedelta(seconds=self._runtime.lease_seconds)

    def _release(self) -> None:
        """Let the redelivery start at once instead of after the lease; if this fails the lease frees it."""
        if self._ledger is None or isinstance(self._expect, Missing):
            return
        try:
            self._runtime.store.commit([Merge(self._ledger, {"lease_until": self._runtime.clock.now()}, self._expect)])
        except (RetryableError, PreconditionError):
            return

    def _messages(self, decision: Decision) -> list[Message]:
        call, at = self._call, self._runtime.clock.now()
        return [
            make_message(
                emit.event,
                derived_id(call.id, self._step, emit.event, emit.key),
                correlation_id=call.correlation_id,
                causation_id=call.id,
                source=self._step,
                at=at,
            )
            for emit in decision.events
        ]
