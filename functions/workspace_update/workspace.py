"""Calls of Workspace as all steps here make them: in turn, with patience, and knowing absence from delay.

Every change is one that may be made twice, so an unknown outcome is simply redelivered.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from belajar.errors import DirectoryDelayedError, FinalError, Reason
from belajar.ports import DirectoryUser, UserChange
from belajar.runtime.retrying import patiently
from functions.workspace_update.deps import Deps
from schemas.documents import Account

BUDGET_SECONDS = 80.0
"""Of one call: a step makes three, and has 300 seconds."""
INVISIBLE_FOR = timedelta(days=1)
"""How long a user of ours may not be seen yet (Google: changes take up to 24 hours); afterwards it is gone."""

_Result = TypeVar("_Result")


def present(account: Account, deps: Deps) -> DirectoryUser:
    """The user. Raises FinalError(UNKNOWN_PERSON) for one that is gone, DirectoryDelayedError for one not seen yet."""
    user = _patiently(lambda: deps.directory.get(account.address), deps)
    if user is None and deps.clock.now() - (account.created_at or account.reserved_at) < INVISIBLE_FOR:
        raise DirectoryDelayedError("user not visible yet")
    if user is None:
        raise FinalError(Reason.UNKNOWN_PERSON)
    return user


def update(account: Account, change: UserChange, deps: Deps) -> None:
    """As `Directory.update`; FinalError(UNKNOWN_PERSON) for a user that is gone."""
    _change(account, lambda: deps.directory.update(account.address, change), deps)


def sign_out(account: Account, deps: Deps) -> None:
    """As `Directory.sign_out`; FinalError(UNKNOWN_PERSON) for a user that is gone."""
    _change(account, lambda: deps.directory.sign_out(account.address), deps)


def unknown_password() -> str:
    """A password that nobody knows, for an account that nobody is to enter."""
    return secrets.token_urlsafe(32)


def _change(account: Account, call: Callable[[], None], deps: Deps) -> None:
    try:
        _patiently(call, deps)
    except DirectoryDelayedError:
        present(account, deps)
        raise


def _patiently(call: Callable[[], _Result], deps: Deps) -> _Result:
    def paced() -> _Result:
        deps.pace.wait()
        return call()

    return patiently(paced, deps.clock, BUDGET_SECONDS)
