"""What a page of Workspace users changes in our documents: activated, suspended, restored, new credential used."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from belajar.ports import Delete, DirectoryUser, Merge, Put, Store, Write
from functions.sync.seen import Seen
from schemas.documents import AccountState

MOST_PEOPLE = 110
"""Four writes a person and the ledger stay below the 450 of one commit."""


def changes(users: Sequence[DirectoryUser], now: datetime, store: Store) -> tuple[list[Write], bool]:
    """Writes for the first 110 people who changed, and whether more are left."""
    accounts = store.get(*(f"accounts/{user.address}" for user in users)) if users else []
    seen = [Seen(user, found) for user, found in zip(users, accounts, strict=True) if found]
    different = [one for one in seen if one.differs]
    taken, rest = different[:MOST_PEOPLE], len(different) > MOST_PEOPLE
    moved = [one for one in taken if one.moves]
    writes: list[Write] = [one.recorded(now) for one in taken]
    for one in moved:
        writes += _remembered(one, now)
    return [*writes, *_people(moved, now, store)], rest


def _people(moved: Sequence[Seen], now: datetime, store: Store) -> list[Write]:
    """The state with the people and in look-up. One write an entry: twins share theirs, and often their page too."""
    people = store.get(*(f"people/{one.account.person_id}" for one in moved)) if moved else []
    writes: list[Write] = []
    shown: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for one, person in zip(moved, people, strict=True):
        if person:
            writes.append(Merge(person.path, {"account_state": one.state.value}, expect=person.version))
            if key := person.data["lookup_key"]:
                entry = {"state": one.state.value, "refreshed_at": now}
                shown[f"lookup/{key}"][person.data["sumber_id"]] = entry
    return [*writes, *(Merge(path, {"persons": persons}) for path, persons in shown.items())]


def _remembered(one: Seen, now: datetime) -> list[Write]:
    """Who is suspended is looked up again by restored.py: coming back leaves no trace in a list of sign-ins."""
    if one.state is AccountState.SUSPENDED:
        return [Put(suspended_path(one.user.address), {"checked_at": now})]
    return [Delete(suspended_path(one.user.address))] if one.account.state is AccountState.SUSPENDED else []


def suspended_path(address: str) -> str:
    """`suspended/<address>`: a small collection of those who are suspended now."""
    return f"suspended/{address}"
