"""One open request for each person, whatever the way."""

from dataclasses import dataclass

from belajar.ports import MISSING, Put, Snapshot
from belajar.rules.request_states import is_open
from functions.dinas_request.deps import Deps
from schemas.requests import Request, RequestLock, RequestState


@dataclass(frozen=True, slots=True)
class Lock:
    """The write that makes a request the person's open one. `waiting`: another that waits for its letter.

    Whoever knows a NIK can get that far with a phone of their own; an approval by office, register or official mailbox
    ends it, anything less must let it be.
    """

    write: Put
    waiting: Snapshot | None = None


def lock(request: Request, deps: Deps) -> Lock | None:
    """None while another request of this person is open and further on than waiting for its letter."""
    path = f"request_locks/{request.nik_hash}"
    mine = RequestLock(nomor=request.nomor).model_dump()
    [held] = deps.store.get(path)
    if held is None:
        return Lock(Put(path, mine, expect=MISSING))
    [other] = deps.store.get(f"requests/{RequestLock.model_validate(held.data).nomor}")
    taken = Put(path, mine, expect=held.version)
    if other is None or other.data["nomor"] == request.nomor or not is_open(Request.model_validate(other.data).state):
        return Lock(taken)
    return Lock(taken, other) if other.data["state"] == RequestState.AWAITING_LETTER else None
