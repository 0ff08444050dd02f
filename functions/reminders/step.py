"""Looks at requests that have waited: reminds their reviewers, then the ministry, and ends what nobody went on with.

Each exactly once: what is said is written on the request in the same commit, guarded by its version.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from belajar.approvals import moved
from belajar.decision import Call, Decision, Emit
from belajar.ports import Merge, Op, Query, Snapshot, Store
from belajar.rules.policy import POLICY
from belajar.rules.working_days import due_after
from schemas.events import ReviewDue, ReviewTicked
from schemas.requests import Request, RequestState

MOST = 100
"""Documents of one kind at a tick: four kinds stay within one commit. A full page asks for the next look at once."""
ENDS = {
    RequestState.AWAITING_CODE: timedelta(seconds=POLICY.unproven_request_seconds),
    RequestState.AWAITING_LETTER: timedelta(days=POLICY.letter_wait_days),
}


@dataclass(frozen=True)
class Deps:
    """What looking needs."""

    store: Store


def look(event: ReviewTicked, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """One page of every kind of waiting; nothing to do leaves no trace."""
    pages = [_waiting(deps.store, field, days, call.now) for field, days in _stages()]
    due = {snapshot.path: snapshot for page in pages for snapshot in page}
    reminded = [_remind(snapshot, call.now) for snapshot in due.values()]
    expired = [_old(deps.store, state, call.now) for state in ENDS]
    ended = [_end(snapshot, call.now) for page in expired for snapshot in page]
    again = [Emit(ReviewTicked())] if any(len(page) >= MOST for page in (*pages, *expired)) else []
    decided = [*reminded, *ended]
    return Decision(
        writes=[write for decision in decided for write in decision.writes],
        events=[*(emit for decision in decided for emit in decision.events), *again],
    )


def _stages() -> Sequence[tuple[str, int]]:
    return (
        ("reminded_at", POLICY.reminder_after_working_days),
        ("escalated_at", POLICY.escalation_after_working_days),
    )


def _waiting(store: Store, field: str, days: int, now: datetime) -> list[Snapshot]:
    """In review, not yet told of, and due. Working days never end before calendar days, and who came first is first."""
    said_nothing: tuple[str, Op, Any] = (field, "==", None)
    page = _page(store, RequestState.IN_REVIEW, now - timedelta(days=days), said_nothing)
    return [snapshot for snapshot in page if due_after(snapshot.data["changed_at"], days) <= now]


def _old(store: Store, state: RequestState, now: datetime) -> list[Snapshot]:
    return _page(store, state, now - ENDS[state])


def _page(store: Store, state: RequestState, before: datetime, *more: tuple[str, Op, Any]) -> list[Snapshot]:
    """Oldest first."""
    where: tuple[tuple[str, Op, Any], ...] = (("state", "==", state.value), *more, ("changed_at", "<=", before))
    return store.query(Query("requests", where, order_by="changed_at", limit=MOST))


def _remind(snapshot: Snapshot, now: datetime) -> Decision:
    """After an outage the escalation stands for the reminder too: one message, not two."""
    request = Request.model_validate(snapshot.data)
    overdue = due_after(request.changed_at, POLICY.escalation_after_working_days) <= now
    fields = {"reminded_at": request.reminded_at or now} | ({"escalated_at": now} if overdue else {})
    told = Emit(ReviewDue(nomor=request.nomor, escalated=overdue), key=request.nomor)
    return Decision(writes=[Merge(snapshot.path, fields, expect=snapshot.version)], events=[told])


def _end(snapshot: Snapshot, now: datetime) -> Decision:
    verdict = moved(snapshot, RequestState.EXPIRED, now, {})
    return Decision(writes=verdict.writes, events=verdict.events)
