"""Reads page by page from Workspace who has signed in and accepted the terms, and refreshes what look-up answers.

Only users whose last sign-in is newer than the previous complete look are compared with our documents, so a look over
57 million users costs page reads, not document reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from belajar.decision import Call, Decision, Emit
from belajar.errors import FinalError, Reason
from belajar.ports import MISSING, Clock, Directory, DirectoryUser, Merge, Put, Snapshot, Store, UserPage, Write
from belajar.runtime.pacing import Pace
from belajar.runtime.retrying import patiently
from functions.sync.changes import changes
from functions.sync.restored import restored
from schemas.events import SyncPaged, SyncTicked

STATE = "stats/sync"
MARGIN = timedelta(hours=2)
"""Sign-in times reach the Directory late."""
STALLED = timedelta(hours=1)
BUDGET_SECONDS = 150.0


@dataclass(frozen=True)
class Deps:
    """Ports of this step."""

    store: Store
    directory: Directory
    clock: Clock
    pace: Pace


def start(event: SyncTicked, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """Begin a look, or pick up one that has stalled; a running one is left alone."""
    [seen] = deps.store.get(STATE)
    state: dict[str, Any] = seen.data if seen else {}
    expect = seen.version if seen else MISSING
    back = restored(deps.store, lambda address: _get(address, deps), call.now)
    if state.get("state") == "running":
        if call.now - state["touched_at"] < STALLED:
            return Decision(writes=back)
        resumed = SyncPaged(run=state["run"], page_token=state["page_token"], page=state["page"])
        touched = Merge(STATE, {"touched_at": call.now}, expect=expect)
        return Decision(writes=[touched, *back], events=[Emit(resumed)])
    fresh = {
        "run": call.id,
        "state": "running",
        "started_at": call.now,
        "touched_at": call.now,
        "since": state.get("refreshed_at"),
        "refreshed_at": state.get("refreshed_at"),
        "page_token": None,
        "page": 0,
    }
    first = SyncPaged(run=call.id, page_token=None, page=0)
    return Decision(writes=[Put(STATE, fresh, expect=expect), *back], events=[Emit(first)])


def page(event: SyncPaged, call: Call, deps: Deps) -> Decision:
    """Read one page and record what changed. A page with very many changes is recorded in several runs."""
    [seen] = deps.store.get(STATE)
    if seen is None or seen.data["run"] != event.run or seen.data["page"] > event.page:
        return Decision()
    try:
        read = patiently(lambda: _read(event, deps), deps.clock, BUDGET_SECONDS)
    except FinalError as error:
        return _abandon(seen, error.reason)
    writes, rest = changes(_recent(read.users, seen.data["since"]), call.now, deps.store)
    return _go_on(event, seen, call.now, writes, read.next_token, rest=rest)


def _read(event: SyncPaged, deps: Deps) -> UserPage:
    deps.pace.wait()
    return deps.directory.list_page(event.page_token)


def _get(address: str, deps: Deps) -> DirectoryUser | None:
    def read() -> DirectoryUser | None:
        deps.pace.wait()
        return deps.directory.get(address)

    return patiently(read, deps.clock, BUDGET_SECONDS)


def _recent(users: Sequence[DirectoryUser], since: datetime | None) -> list[DirectoryUser]:
    if since is None:
        return [user for user in users if user.last_login or user.suspended]
    return [user for user in users if user.suspended or (user.last_login and user.last_login > since - MARGIN)]


def _go_on(
    event: SyncPaged, seen: Snapshot, now: datetime, writes: Sequence[Write], next_token: str | None, *, rest: bool
) -> Decision:
    """Behind the last page the whole look is as fresh as its start."""
    if not rest and next_token is None:
        done = {"state": "done", "touched_at": now, "refreshed_at": seen.data["started_at"]}
        return Decision(writes=[*writes, Merge(STATE, done, expect=seen.version)])
    token = event.page_token if rest else next_token
    following = SyncPaged(run=event.run, page_token=token, page=event.page + 1)
    progress = {"touched_at": now, "page_token": token, "page": event.page + 1}
    return Decision(writes=[*writes, Merge(STATE, progress, expect=seen.version)], events=[Emit(following)])


def _abandon(seen: Snapshot, reason: Reason) -> Decision:
    """The page token has expired (3 days): the next tick begins anew. Refused, so that a standing fault is seen."""
    return Decision(writes=[Merge(STATE, {"state": "abandoned"}, expect=seen.version)], refused=reason)
