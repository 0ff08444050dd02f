"""What one petugas may do in a day, counted exactly: of parallel acts at the ceiling one is let through."""

from dataclasses import dataclass
from datetime import datetime

from belajar.ports import Merge, Snapshot
from belajar.rules.matching import contact_hash
from belajar.rules.throttles import Limit
from belajar.runtime.throttling import count_exactly, wait_seconds
from functions.assist.deps import Deps


@dataclass(frozen=True, slots=True)
class Daily:
    """The counter of one kind of act of one petugas, as read."""

    path: str
    limit: Limit
    seen: Snapshot | None
    now: datetime

    @property
    def wait_seconds(self) -> int:
        """Until one more is allowed; 0 = now."""
        return wait_seconds(self.seen, self.now, {"day": self.limit})

    def counted(self) -> Merge:
        """The write that counts one."""
        return count_exactly(self.path, self.now, {"day": self.limit}, self.seen, {})


def daily(kind: str, address: str, limit: Limit, now: datetime, deps: Deps) -> Daily:
    """`kind`: which counter; `address` of the petugas."""
    path = f"throttles/{kind}:{contact_hash(deps.peppers[0], address)}"
    [seen] = deps.store.get(path)
    return Daily(path, limit, seen, now)
