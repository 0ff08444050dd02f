"""Two changes of one account at once: the later word in our documents is the one that Workspace must end with.

An overtaken run may have reached Workspace last, so it says the later word again before it gives way.
"""

from belajar.credentials import initial_credential
from belajar.ports import UserChange
from functions.workspace_update.deps import Deps
from functions.workspace_update.workspace import present, unknown_password, update
from schemas.documents import Account
from schemas.resets import Reset


def is_overtaken(reset: Reset, account: Account) -> bool:
    """Whether the account has another credential by now than the one this reset noted, or has been frozen since."""
    if reset.issue is None:
        return False
    return account.frozen_since(reset.created_at) or reset.issue != account.issue


def put_right(account: Account, deps: Deps) -> None:
    """Frozen: suspended again. Reset again: that credential, unless its owner has signed in with it already."""
    if account.frozen_at:
        update(account, frozen(), deps)
    elif account.nonce and not has_signed_in(account, deps):
        password = initial_credential(account, deps.keys)
        update(account, UserChange(password, change_password_at_next_login=True), deps)


def frozen() -> UserChange:
    """Suspended, and not to be entered by whoever set the password even if an administrator restores it."""
    return UserChange(unknown_password(), change_password_at_next_login=True, suspended=True)


def has_signed_in(account: Account, deps: Deps) -> bool:
    """Whether the owner has used the credential that is derived now, as far as Workspace tells."""
    last = present(account, deps).last_login
    return last is not None and account.reset_at is not None and last > account.reset_at
