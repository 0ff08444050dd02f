"""Recovery contacts are those that the person has on record now: after a correction, a reset, a freeze.

After the last two because whoever was in the account may have set a contact of their own there, by which Google's "Lupa
Sandi" would let them in again.
"""

from contextlib import suppress

from belajar.decision import Call, Decision
from belajar.errors import DirectoryDelayedError, FinalError, Reason, RetryableError
from belajar.ports import UserChange
from functions.workspace_update.deps import Deps
from functions.workspace_update.workspace import update
from schemas.documents import Account, AccountState, Person
from schemas.events import ContactCorrected

IN_WORKSPACE = (AccountState.CREATED, AccountState.ACTIVE, AccountState.SUSPENDED)


def contact_corrected(event: ContactCorrected, call: Call, deps: Deps) -> Decision:  # noqa: ARG001
    """Nothing for a person without an account: provision takes the contacts as they are then."""
    person = _read(event.person_id, deps)
    if person is None:
        return Decision(refused=Reason.UNKNOWN_PERSON)
    account = _account(person, deps)
    if account is None or account.state not in IN_WORKSPACE:
        return Decision()
    return Decision(then=lambda _: _follow(person, account, deps))


def put_back(account: Account, person: Person, deps: Deps) -> None:
    """Take away what anybody set in Workspace. A contact that Google refuses, or a user who is gone, is no obstacle.

    Raises RetryableError where the contacts were corrected meanwhile: perhaps these came behind the newer ones.
    """
    with suppress(FinalError):
        _follow(person, account, deps)


def _read(person_id: str, deps: Deps) -> Person | None:
    [found] = deps.store.get(f"people/{person_id}")
    return Person.model_validate(found.data) if found else None


def _account(person: Person, deps: Deps) -> Account | None:
    """Raises DirectoryDelayedError while it is being made: perhaps with the contacts of before."""
    [held] = deps.store.get(f"accounts/{person.address}") if person.address else [None]
    account = Account.model_validate(held.data) if held else None
    if account is None or account.person_id != person.sumber_id:
        return None
    if account.state is AccountState.RESERVED:
        raise DirectoryDelayedError("account is being made")
    return account


def _follow(person: Person, account: Account, deps: Deps) -> Decision:
    """Of two at once the slower one may have told the older contacts: whoever sees that does it again."""
    wanted = _contacts(person)
    update(account, wanted, deps)
    now = _read(person.sumber_id, deps)
    if now and _contacts(now) != wanted:
        raise RetryableError(Reason.CONFLICT)
    return Decision()


def _contacts(person: Person) -> UserChange:
    return UserChange(recovery_email=person.email_pribadi or "", recovery_phone=person.nomor_ponsel or "")
