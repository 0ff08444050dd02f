"""One user as Workspace shows it beside our account: what is different, and whether the initial password was used."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from belajar.ports import DirectoryUser, Merge, Snapshot
from schemas.documents import Account, AccountState

FOLLOWED = (AccountState.CREATED, AccountState.ACTIVE, AccountState.SUSPENDED)


@dataclass(frozen=True)
class Seen:
    """A user and the document of its address."""

    user: DirectoryUser
    found: Snapshot

    @cached_property
    def account(self) -> Account:
        """The document."""
        return Account.model_validate(self.found.data)

    @property
    def differs(self) -> bool:
        """Whether anything is to be recorded. A frozen account is the helpdesk's, whatever Workspace says."""
        account = self.account
        if account.state not in FOLLOWED or self.user.external_id != account.person_id or account.frozen_at:
            return False
        return self.moves or self.uses_up

    @property
    def moves(self) -> bool:
        """Whether the state is another one than ours."""
        return self.state != self.account.state

    @property
    def state(self) -> AccountState:
        """In Workspace. A user who signed in but did not accept the terms has not activated."""
        if self.user.suspended:
            return AccountState.SUSPENDED
        return AccountState.ACTIVE if self._activated else AccountState.CREATED

    @property
    def uses_up(self) -> bool:
        """Whether the password that can still be derived is the owner's no more: who enters chooses another.

        Also when it is seen late: who activated and was suspended between two looks is shown as suspended. A sign-in
        from before an assisted reset was with an earlier password.
        """
        since = self.account.reset_at
        entered = self.user.last_login is not None and (since is None or self.user.last_login > since)
        return self.account.nonce is not None and self._activated and entered

    def recorded(self, now: datetime) -> Merge:
        """With the nonce gone nobody can derive the initial password."""
        fields: dict[str, Any] = {"state": self.state.value}
        if self.uses_up:
            fields |= {"nonce": None}
        if self.moves and self.state is AccountState.ACTIVE:
            fields |= {"activated_at": now}
        return Merge(self.found.path, fields, expect=self.found.version)

    @property
    def _activated(self) -> bool:
        return self.user.agreed_to_terms and self.user.last_login is not None
