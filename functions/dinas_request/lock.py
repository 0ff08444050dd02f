"""One open request for each person, whatever the way."""

from belajar.ports import MISSING, Put
from belajar.rules.request_states import is_open
from functions.dinas_request.deps import Deps
from schemas.requests import Request, RequestLock


def lock(request: Request, deps: Deps) -> Put | None:
    """The write that makes this the person's open request; None while another one is open."""
    path = f"request_locks/{request.nik_hash}"
    mine = RequestLock(nomor=request.nomor).model_dump()
    [held] = deps.store.get(path)
    if held is None:
        return Put(path, mine, expect=MISSING)
    [other] = deps.store.get(f"requests/{RequestLock.model_validate(held.data).nomor}")
    if other is not None and other.data["nomor"] != request.nomor and is_open(Request.model_validate(other.data).state):
        return None
    return Put(path, mine, expect=held.version)
