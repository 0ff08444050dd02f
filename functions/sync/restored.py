"""Asks Workspace about those who were suspended: a user restored before any sign-in shows in no list of sign-ins."""

from collections.abc import Callable
from datetime import datetime

from belajar.ports import DirectoryUser, Merge, Query, Store, Write
from functions.sync.changes import changes

AT_A_TIME = 40


def restored(store: Store, read: Callable[[str], DirectoryUser | None], now: datetime) -> list[Write]:
    """Look at the ones looked at longest ago; record who is back, and for the others that they were looked at."""
    held = store.query(Query("suspended", order_by="checked_at", limit=AT_A_TIME))
    users = [read(snapshot.path.partition("/")[2]) for snapshot in held]
    back = [user for user in users if user and not user.suspended]
    writes, _ = changes(back, now, store)
    waiting = [snapshot for snapshot, user in zip(held, users, strict=True) if not _is_back(user)]
    return [*writes, *(Merge(snapshot.path, {"checked_at": now}, expect=snapshot.version) for snapshot in waiting)]


def _is_back(user: DirectoryUser | None) -> bool:
    return user is not None and not user.suspended
