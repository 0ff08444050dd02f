"""What a page of Workspace users changes in our documents: activated, suspended, restored."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from belajar.ports import Delete, DirectoryUser, Merge, Put, Snapshot, Store, Write
from schemas.documents import Account, AccountState

MOST_PEOPLE = 110
"""Four writes a person and the ledger stay below the 450 of one commit."""
FOLLOWED = (AccountState.CREATED, AccountState.ACTIVE, AccountState.SUSPENDED)


def changes(users: Sequence[DirectoryUser], now: datetime, store: Store) -> tuple[list[Write], bool]:
    """Writes for the first 140 people who changed, and whether more are left."""
    accounts = store.get(*(f"accounts/{user.address}" for user in users)) if users else []
    moved = [
        (user, found, state)
        for user, found in zip(users, accounts, strict=True)
        if found and (state := _new_state(user, Account.model_validate(found.data)))
    ]
    now_moved, rest = moved[:MOST_PEOPLE], len(moved) > MOST_PEOPLE
    people = store.get(*(f"people/{found.data['person_id']}" for _, found, _ in now_moved)) if now_moved else []
    writes: list[Write] = []
    shown: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for (user, found, state), person in zip(now_moved, people, strict=True):
        writes += [_account(found, user, state, now), *_remembered(user.address, found, state, now)]
        if person:
            writes.append(Merge(person.path, {"account_state": state.value}, expect=person.version))
            entry = {"state": state.value, "refreshed_at": now}
            if key := person.data["lookup_key"]:
                shown[f"lookup/{key}"][person.data["sumber_id"]] = entry
    # One write an entry: twins share theirs, and often their page too.
    return [*writes, *(Merge(path, {"persons": persons}) for path, persons in shown.items())], rest


def _new_state(user: DirectoryUser, account: Account) -> AccountState | None:
    """None = as we have it. A user who signed in but did not accept the terms has not activated."""
    if account.state not in FOLLOWED or user.external_id != account.person_id:
        return None
    if user.suspended:
        state = AccountState.SUSPENDED
    elif _activated(user):
        state = AccountState.ACTIVE
    else:
        state = AccountState.CREATED
    return None if state == account.state else state


def _remembered(address: str, account: Snapshot, state: AccountState, now: datetime) -> list[Write]:
    """Who is suspended is looked up again by restored.py: coming back leaves no trace in a list of sign-ins."""
    if state == AccountState.SUSPENDED:
        return [Put(suspended_path(address), {"checked_at": now})]
    return [Delete(suspended_path(address))] if account.data["state"] == AccountState.SUSPENDED else []


def suspended_path(address: str) -> str:
    """`suspended/<address>`: a small collection of those who are suspended now."""
    return f"suspended/{address}"


def _activated(user: DirectoryUser) -> bool:
    return user.agreed_to_terms and user.last_login is not None


def _account(account: Snapshot, user: DirectoryUser, state: AccountState, now: datetime) -> Merge:
    """Activation erases the nonce: from here on nobody can derive the initial password.

    Also when it is seen late: who activated and was suspended between two looks is shown as suspended.
    """
    fields: dict[str, Any] = {"state": state.value}
    if _activated(user):
        fields |= {"nonce": None}
    if state == AccountState.ACTIVE:
        fields |= {"activated_at": now}
    return Merge(account.path, fields, expect=account.version)
