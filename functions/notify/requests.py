"""What the applicant hears of a request: each state once, and at the end the details of the account."""

from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.ports import Snapshot
from belajar.rules.request_states import status_word, what_next
from belajar.rules.request_tokens import token
from functions.notify.compose import MailKind, unlinked
from functions.notify.delivery import Letter
from functions.notify.deps import Deps
from functions.notify.details import contact_of, details_letter, details_refusal
from functions.notify.several import deliver_all
from schemas.documents import Account, Person
from schemas.events import RequestChanged
from schemas.requests import Request, RequestState

DETAILS = "details"
"""Key of the second mail of a request that is done."""


def request_changed(event: RequestChanged, call: Call, deps: Deps) -> Decision:
    """Tell the applicant about the state the event names, also when the request has moved on by now."""
    [found] = deps.store.get(f"requests/{event.nomor}")
    if found is None:
        return Decision(refused=Reason.UNKNOWN_REQUEST)
    request = Request.model_validate(found.data)
    person = _person_of(request, deps)
    to = contact_of(person) if person else request.email
    letters = [_status_letter(request, RequestState(event.state), to, deps)] if to else []
    if event.state == RequestState.DONE:
        letters += _details(person, deps)
    return deliver_all(letters, call, deps)


def _status_letter(request: Request, state: RequestState, to: str, deps: Deps) -> Letter:
    now_there = state is request.state
    values = {
        "nama": unlinked(request.nama),
        "status": status_word(state),
        "langkah": what_next(request.model_copy(update={"state": state})),
        "catatan": request.catatan or "" if now_there else "",
        "akun": request.address or "" if state is RequestState.DONE else "",
        "tautan": f"{deps.site_url}/pengajuan/{token(deps.peppers[0], request.nomor)}",
        "situs": deps.site_url,
        "pengajuan": request.nomor,
    }
    return Letter(MailKind.REQUEST_CHANGED, request.person_id, to, values)


def _details(person: Person | None, deps: Deps) -> list[Letter]:
    """Nothing where the account is activated already, or was made for somebody else."""
    [held] = deps.store.get(f"accounts/{person.address}") if person and person.address else [None]
    account = Account.model_validate(held.data) if held else None
    if person is None or account is None or details_refusal(person, account):
        return []
    return [details_letter(person, account, deps, DETAILS)]


def _person_of(request: Request, deps: Deps) -> Person | None:
    """The person this request made, whose contact is the proven one: from then on the typed address hears nothing."""
    [found] = deps.store.get(f"people/{request.person_id}")
    return _made_by(request, found) if found else None


def _made_by(request: Request, found: Snapshot) -> Person | None:
    person = Person.model_validate(found.data)
    return person if person.request == request.nomor else None
