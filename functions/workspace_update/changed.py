"""A password was changed: sessions end. An owner who chose one makes the initial one void, and earlier codes."""

from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.ports import Merge, Snapshot
from functions.workspace_update.contacts import put_back
from functions.workspace_update.deps import Deps
from functions.workspace_update.overtaken import frozen
from functions.workspace_update.owner import Owner, read_owner
from functions.workspace_update.workspace import sign_out, update
from schemas.events import PasswordChanged
from schemas.resets import Reset, ResetState


def changed(event: PasswordChanged, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """Assisted resets have signed out already: only recovery contacts are left to put back.

    The nonce goes at once, even while Workspace does not answer.
    """
    [found] = deps.store.get(f"resets/{event.reset_id}")
    if found is None:
        return Decision(refused=Reason.UNKNOWN_RESET)
    reset = Reset.model_validate(found.data)
    if reset.state is not ResetState.DONE:
        return Decision()
    owner = read_owner(reset.akun, reset.person_id, deps.store)
    if reset.signed_out_at:
        return Decision(then=lambda _: _put_back(owner, deps))
    chosen = {"chosen_at": reset.set_at} if _is_latest(reset, owner) else {}
    void = {"nonce": None} if _is_void(reset, owner) else {}
    noted = [owner.marked(chosen | void)] if chosen or void else []
    return Decision(noted, then=lambda _: _signed_out(found, owner, deps))


def _is_latest(reset: Reset, owner: Owner) -> bool:
    known = owner.account.chosen_at
    return reset.set_at is not None and (known is None or reset.set_at > known)


def _is_void(reset: Reset, owner: Owner) -> bool:
    """Not where a petugas has given the account a newer one meanwhile."""
    account = owner.account
    newer = account.reset_at is not None and reset.set_at is not None and account.reset_at > reset.set_at
    return account.nonce is not None and not newer


def _signed_out(found: Snapshot, owner: Owner, deps: Deps) -> Decision:
    """In a frozen account this password may have come last, and must not wait there for whoever restores it."""
    if owner.account.frozen_at:
        update(owner.account, frozen(), deps)
    sign_out(owner.account, deps)
    put_back(owner.account, owner.person, deps)
    return Decision([Merge(found.path, {"signed_out_at": deps.clock.now()}, expect=found.version)])


def _put_back(owner: Owner, deps: Deps) -> Decision:
    put_back(owner.account, owner.person, deps)
    return Decision()
