"""The reset a path names. Only owners' resets are found here; one that is over is as unknown as one that never was."""

import re
from typing import Any, Final

from belajar.decision import Call
from belajar.ports import Merge, Snapshot
from belajar.runtime.problems import ProblemError
from functions.reset.texts import START_AGAIN
from schemas.resets import Reset, ResetWay

_ID: Final = re.compile(r"[0-9a-f]{32}")


def id_in(call: Call) -> str:
    """The id in the path; what cannot be one costs no read."""
    if not _ID.fullmatch(call.params["id"]):
        raise _unknown()
    return call.params["id"]


def reset_in(snapshot: Snapshot | None, call: Call) -> tuple[Reset, Snapshot]:
    """The reset as read; raises ProblemError 404."""
    if snapshot is None:
        raise _unknown()
    reset = Reset.model_validate(snapshot.data)
    if reset.way is not ResetWay.OWNER or call.now >= reset.expire_at:
        raise _unknown()
    return reset, snapshot


def moved(seen: Snapshot, call: Call, fields: dict[str, Any]) -> Merge:
    """A change of the reset, if nobody has changed it since it was read."""
    return Merge(seen.path, {**fields, "changed_at": call.now}, expect=seen.version)


def _unknown() -> ProblemError:
    return ProblemError("reset_tidak_ditemukan", START_AGAIN)
