"""The account of an approved request was made, or could not be."""

from belajar.approvals import Verdict, moved
from belajar.decision import Call, Decision
from belajar.ports import Increment, Merge, Snapshot, Write
from functions.dinas_progress.deps import Deps
from schemas.events import AccountCreated, AccountRefused
from schemas.requests import Alasan, Request, RequestState


def account_created(event: AccountCreated, call: Call, deps: Deps) -> Decision:
    """The request is done. People of the register have none: nothing happens."""
    found = _approved(event.person_id, deps)
    if found is None:
        return Decision()
    return _decision(moved(found, RequestState.DONE, call.now, {"address": event.address}))


def account_refused(event: AccountRefused, call: Call, deps: Deps) -> Decision:
    """The request ends, and the referral code gets back the use that came to nothing."""
    found = _approved(event.person_id, deps)
    if found is None:
        return Decision()
    verdict = moved(found, RequestState.REFUSED, call.now, {"alasan": Alasan.AKUN_GAGAL.value})
    return _decision(verdict, *_returned(Request.model_validate(found.data)))


def _approved(person_id: str, deps: Deps) -> Snapshot | None:
    """The request that the person came by, if it still waits for the account."""
    [person] = deps.store.get(f"people/{person_id}")
    nomor = person.data.get("request") if person else None
    [found] = deps.store.get(f"requests/{nomor}") if nomor else [None]
    return found if found and found.data["state"] == RequestState.APPROVED.value else None


def _returned(request: Request) -> list[Write]:
    if request.referral is None:
        return []
    return [Merge(f"referrals/{request.referral}", {"used": {request.jabatan.value: Increment(-1)}})]


def _decision(verdict: Verdict, *more: Write) -> Decision:
    return Decision([*verdict.writes, *more], verdict.events)
