"""The owner said "bukan saya": the account is frozen, in our documents first, so that nobody resets it by mistake.

It stays so until the helpdesk resets it, whatever Workspace says (functions/sync leaves it alone).
"""

from datetime import datetime

from belajar.decision import Call, Decision
from belajar.errors import FinalError, Reason
from belajar.ports import Write
from functions.workspace_update.contacts import put_back
from functions.workspace_update.deps import Deps
from functions.workspace_update.overtaken import frozen
from functions.workspace_update.owner import Owner, read_owner
from functions.workspace_update.workspace import present, sign_out, update
from schemas.documents import Account, AccountState
from schemas.events import ResetDisowned
from schemas.resets import Reset

FROZEN_FROM = (AccountState.CREATED, AccountState.ACTIVE)
IN_WORKSPACE = (*FROZEN_FROM, AccountState.SUSPENDED)


def disowned(event: ResetDisowned, call: Call, deps: Deps) -> Decision:
    """Suspend, end the sessions, make every password void. One that somebody else suspended stays theirs to restore."""
    [found] = deps.store.get(f"resets/{event.reset_id}")
    if found is None:
        return Decision(refused=Reason.UNKNOWN_RESET)
    reset = Reset.model_validate(found.data)
    if reset.disowned_at is None:
        return Decision(refused=Reason.INVALID_REQUEST)
    owner = read_owner(reset.akun, reset.person_id, deps.store)
    if owner.account.state not in IN_WORKSPACE:
        raise FinalError(Reason.NOT_READY)
    if _is_thawed(reset.disowned_at, owner.account) and not present(owner.account, deps).suspended:
        return Decision()
    return _freeze(owner, call, deps)


def _is_thawed(disowned_at: datetime, account: Account) -> bool:
    """Whether the helpdesk has ended this freeze already, while a try of ours that broke off waited to come again.

    If Workspace shows the user suspended nonetheless, that try came last: frozen again, as no credential is right.
    """
    return account.frozen_at is None and account.was_frozen_at is not None and account.was_frozen_at >= disowned_at


def _freeze(owner: Owner, call: Call, deps: Deps) -> Decision:
    fields: dict[str, object] = {"nonce": None}
    shown: list[Write] = []
    freezes = owner.account.state in FROZEN_FROM
    if freezes:
        fields |= {"state": AccountState.SUSPENDED.value, "frozen_at": call.now}
        shown = owner.shown_as(AccountState.SUSPENDED, call.now)
    ours = freezes or owner.account.frozen_at is not None
    return Decision(
        [owner.marked(fields), *shown],
        then=lambda versions: _act(owner, versions[owner.account_path], deps, ours=ours),
    )


def _act(owner: Owner, version: str, deps: Deps, *, ours: bool) -> Decision:
    """`frozen_at` moves behind the effect: resets begun while it went on did not know of it."""
    update(owner.account, frozen(), deps)
    sign_out(owner.account, deps)
    put_back(owner.account, owner.person, deps)
    return Decision([owner.marked({"frozen_at": deps.clock.now()}, version)] if ours else [])
