"""The newest reset of an account, the newest correction of a person: of several at once only one becomes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belajar.ports import MISSING, Put, Snapshot
from functions.assist.deps import Deps


@dataclass(frozen=True, slots=True)
class Newest:
    """`lock` names `about`, the newest document as it is now; both None before the first."""

    path: str
    lock: Snapshot | None
    about: Mapping[str, Any] | None

    def replaced_by(self, document_id: str, expire_at: datetime) -> Put:
        """The write that makes another the newest, unless somebody was faster."""
        return Put(self.path, {"id": document_id, "expire_at": expire_at}, self.lock.version if self.lock else MISSING)


def newest_reset(akun: str, deps: Deps) -> Newest:
    """Of the assisted ones."""
    return _newest(f"reset_locks/{akun}", "resets", deps)


def newest_correction(person_id: str, deps: Deps) -> Newest:
    """Whatever became of it."""
    return _newest(f"correction_locks/{person_id}", "corrections", deps)


def _newest(path: str, collection: str, deps: Deps) -> Newest:
    [lock] = deps.store.get(path)
    if lock is None:
        return Newest(path, None, None)
    [about] = deps.store.get(f"{collection}/{lock.data['id']}")
    return Newest(path, lock, about.data if about else None)
