"""The owner said "bukan saya": the account is frozen, in our documents first, so that nobody resets it by mistake.

It stays so until the helpdesk resets it, whatever Workspace says (functions/sync leaves it alone).
"""

from belajar.decision import Call, Decision
from belajar.errors import FinalError, Reason
from belajar.ports import Write
from functions.workspace_update.deps import Deps
from functions.workspace_update.overtaken import frozen
from functions.workspace_update.owner import Owner, read_owner
from functions.workspace_update.workspace import sign_out, update
from schemas.documents import AccountState
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
    return _freeze(owner, call, deps)


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
    return Decision([owner.marked({"frozen_at": deps.clock.now()}, version)] if ours else [])
