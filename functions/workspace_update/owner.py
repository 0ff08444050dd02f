"""Whom a reset is about: account and person as read, and what is recorded about both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belajar.errors import FinalError, Reason
from belajar.ports import Merge, Store, Write
from schemas.documents import Account, AccountState, Person


@dataclass(frozen=True)
class Owner:
    """`account_version` and `person_version` guard every record against a run that has overtaken this one."""

    account: Account
    person: Person
    account_version: str
    person_version: str

    @property
    def account_path(self) -> str:
        """`accounts/<address>`"""
        return f"accounts/{self.account.address}"

    def marked(self, fields: Mapping[str, Any], expect: str | None = None) -> Merge:
        """Something about the account, unless it moved on since it was read (or since `expect` was written)."""
        return Merge(self.account_path, fields, expect=expect or self.account_version)

    def shown_as(self, state: AccountState, now: datetime) -> list[Write]:
        """The state with the person and in look-up; people outside the schools have no entry there."""
        writes: list[Write] = [
            Merge(f"people/{self.person.sumber_id}", {"account_state": state.value}, expect=self.person_version)
        ]
        if self.person.lookup_key:
            shown = {self.person.sumber_id: {"state": state.value, "refreshed_at": now}}
            writes.append(Merge(f"lookup/{self.person.lookup_key}", {"persons": shown}))
        return writes


def read_owner(address: str, person_id: str | None, store: Store) -> Owner:
    """One round trip. Raises FinalError(UNKNOWN_PERSON) unless account and person belong to each other."""
    if person_id is None:
        raise FinalError(Reason.UNKNOWN_PERSON)
    held, known = store.get(f"accounts/{address}", f"people/{person_id}")
    if held is None or known is None:
        raise FinalError(Reason.UNKNOWN_PERSON)
    account, person = Account.model_validate(held.data), Person.model_validate(known.data)
    if account.person_id != person_id or person.address != address:
        raise FinalError(Reason.UNKNOWN_PERSON)
    return Owner(account, person, held.version, known.version)
