"""New passwords whose setting broke off: perhaps Workspace has them, so they count as set and the owner is told."""

from datetime import timedelta
from typing import Any

from belajar.decision import Call, Decision, Emit
from belajar.ports import Merge, Op, Query, Snapshot, Store
from belajar.rules.policy import POLICY
from schemas.events import PasswordChanged
from schemas.resets import Reset, ResetState

UNFINISHED_AFTER = timedelta(seconds=POLICY.reset_unfinished_seconds)
MOST = 50


def finish_resets(call: Call, store: Store) -> Decision:
    """The oldest ones; a try of the owner's that is still going on loses its version, not its effect."""
    where: tuple[tuple[str, Op, Any], ...] = (
        ("state", "==", ResetState.SETTING.value),
        ("changed_at", "<=", call.now - UNFINISHED_AFTER),
    )
    ended = [_ended(found, call) for found in store.query(Query("resets", where, order_by="changed_at", limit=MOST))]
    return Decision([write for one in ended for write in one.writes], [emit for one in ended for emit in one.events])


def _ended(found: Snapshot, call: Call) -> Decision:
    """Set when it was last tried: a credential that a petugas gave since then is newer."""
    reset = Reset.model_validate(found.data)
    fields = {
        "state": ResetState.DONE.value,
        "set_at": reset.changed_at,
        "changed_at": call.now,
        "expire_at": call.now + timedelta(days=POLICY.reset_record_days),
    }
    told = Emit(PasswordChanged(reset_id=reset.id), key=reset.id)
    return Decision([Merge(found.path, fields, expect=found.version)], [told])
