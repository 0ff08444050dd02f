"""Applies corrections of contacts that are due, oldest first, one page at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from belajar.decision import Call, Decision, Emit
from belajar.ports import Merge, Op, Query, Snapshot, Store, Write
from functions.corrections.due import Due
from schemas.events import CorrectionTicked
from schemas.resets import CorrectionState

MOST = 100
"""At a tick: with three writes each they stay within one commit. A full page asks for the next look at once."""


@dataclass(frozen=True)
class Deps:
    """What looking needs."""

    store: Store


def apply_due(event: CorrectionTicked, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """One page; every correction and person is guarded by its version. Nothing to do leaves no trace."""
    where: tuple[tuple[str, Op, Any], ...] = (
        ("state", "==", CorrectionState.WAITING.value),
        ("due_at", "<=", call.now),
    )
    page = deps.store.query(Query("corrections", where, order_by="due_at", limit=MOST))
    due = _read(_first_of_each(page), deps.store)
    again = [Emit(CorrectionTicked())] if len(page) == MOST or len(due) < len(page) else []
    return Decision(
        writes=[*(write for one in due for write in one.writes(call.now)), *_shown(due)],
        events=[*(emit for one in due for emit in one.events()), *again],
    )


def _first_of_each(page: Sequence[Snapshot]) -> list[Snapshot]:
    """A second one about the same person comes with the next look: it starts from what the first has changed."""
    first: dict[str, Snapshot] = {}
    for found in page:
        first.setdefault(found.data["person_id"], found)
    return list(first.values())


def _read(page: Sequence[Snapshot], store: Store) -> list[Due]:
    """Four documents each, in one round trip."""
    if not page:
        return []
    read = iter(store.get(*(path for found in page for path in Due.paths(found))))
    return [Due(found, *four) for found, *four in zip(page, read, read, read, read, strict=True)]


def _shown(due: Sequence[Due]) -> list[Write]:
    """One write an entry: twins share theirs."""
    entries: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for one in due:
        if shown := one.shown():
            key, masked = shown
            entries[key][one.correction.person_id] = masked
    return [Merge(f"lookup/{key}", {"persons": persons}) for key, persons in entries.items()]
