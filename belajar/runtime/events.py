"""Serves a function that is started by events: opens the push, runs the step, answers Pub/Sub."""

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from belajar.decision import Call, Decision
from belajar.errors import PreconditionError, Reason, RetryableError
from belajar.ports import Put
from belajar.runtime.envelope import Received, UnreadableError, open_push
from belajar.runtime.lazy import Lazy
from belajar.runtime.logs import Severity, log, place_of
from belajar.runtime.run import Run, Runtime
from belajar.runtime.trace import follow_trace
from schemas.events import Event

Step = Callable[[Any, Call, Any], Decision]
Reply = tuple[str, int]
ACK: Reply = ("", 204)
NOT_A_PUSH: Reply = ("", 405)
NACK: Reply = ("", 503)
LATE_ATTEMPT = 10
"""By then a message has been put off for half an hour or more: no passing fault."""
QUARANTINE_LIFE = timedelta(days=30)
QUARANTINE_BYTES = 100_000


class EventFunction:
    """One deployed function: its `steps` by event type, and what they need, built at first use."""

    def __init__(
        self, name: str, steps: Mapping[type[Event], Step], runtime: Callable[[], Runtime], deps: Callable[[], Any]
    ) -> None:
        self._name, self.steps = name, steps
        self._runtime, self._deps = Lazy(runtime), Lazy(deps)

    def handle(self, request: Any) -> Reply:
        """Answer one push (a Flask request): 204 acknowledges, 503 asks for it again later."""
        if request.method != "POST":
            return NOT_A_PUSH
        follow_trace(request.headers)
        raw = request.get_data(cache=False)
        try:
            received = open_push(raw)
            return self._run(received) if received else ACK
        except UnreadableError as error:
            return self._quarantine(raw, str(error))

    def _run(self, received: Received) -> Reply:
        step = self.steps.get(type(received.event))
        if step is None:
            raise UnreadableError("no step for this type")
        started = time.monotonic()
        word, reason, detail, severity = self._outcome(step, received)
        log(
            severity,
            f"{self._name} {word}",
            function=self._name,
            event=received.event.type,
            eventid=received.id,
            correlationid=received.correlation_id,
            attempt=received.attempt,
            outcome=word,
            reason=reason,
            detail=detail,
            duration_ms=round((time.monotonic() - started) * 1000),
        )
        return NACK if word in ("retry", "crashed") else ACK

    def _outcome(self, step: Step, received: Received) -> tuple[str, str, str, Severity]:
        """Word, reason, more about it for an engineer, severity."""
        runtime = self._runtime.get()
        call = Call(received.id, received.correlation_id, runtime.clock.now())
        try:
            outcome = Run(runtime, self._name, call, received.id, first=received.attempt == 1).execute(
                lambda: step(received.event, call, self._deps.get())
            )
        except RetryableError as error:
            return "retry", error.reason.value, error.detail, _severity(error.reason, received.attempt)
        except Exception as error:  # noqa: BLE001 - the one place: an unknown fault is redelivered, never lost
            return "crashed", type(error).__name__, place_of(error), "ERROR"
        decision = outcome.decision
        if decision and decision.refused:
            return outcome.word, decision.refused.value, decision.detail, "WARNING"
        return outcome.word, "", "", "INFO"

    def _quarantine(self, raw: bytes, reason: str) -> Reply:
        """Keep what cannot be read, and acknowledge: push backoff is shared by the whole subscription."""
        runtime = self._runtime.get()
        at = runtime.clock.now()
        entry = {
            "function": self._name,
            "reason": reason,
            "body": base64.b64encode(raw[:QUARANTINE_BYTES]).decode(),
            "at": at,
            "expire_at": at + QUARANTINE_LIFE,
        }
        try:
            runtime.store.commit([Put(f"quarantine/{_quarantine_id(self._name, raw)}", entry)])
        except (RetryableError, PreconditionError):
            return NACK
        log("ERROR", f"{self._name} quarantined", function=self._name, outcome="quarantined", reason=reason)
        return ACK


def _severity(reason: Reason, attempt: int) -> Severity:
    """Somebody is told long before the dead letters, which take 16 hours of backoff (infra/topology.yaml)."""
    return "ERROR" if reason is Reason.DIRECTORY_BLOCKED or attempt >= LATE_ATTEMPT else "WARNING"


def _quarantine_id(name: str, raw: bytes) -> str:
    return hashlib.sha256(name.encode() + b"|" + raw).hexdigest()[:32]
