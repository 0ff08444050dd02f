"""Tries of codes, counted before they are compared, right ones too: of one reset, of one account by one channel.

Counted by the channel that was asked for, not by the one that served: else a lock would tell who has which contact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from belajar.decision import Call
from belajar.ports import MISSING, Put, Snapshot, Write
from belajar.rules.matching import contact_hash
from belajar.rules.policy import POLICY
from belajar.rules.throttles import in_words
from belajar.runtime.problems import ProblemError
from belajar.runtime.throttling import count_exactly, wait_seconds
from functions.reset.deps import Deps
from functions.reset.texts import OTHER_CHANNEL, OTHER_WAYS, START_AGAIN
from schemas.resets import Reset, Saluran

LIMITS: Final = {"burst": POLICY.wrong_reset_codes, "day": POLICY.wrong_reset_codes_per_day}
TRIES_LIFE: Final = timedelta(days=POLICY.reset_challenge_days + 1)


@dataclass(frozen=True)
class Tries:
    """Who has tried this reset, this call included or not, and what its account's channel has spent."""

    seen: Snapshot | None
    calls: Sequence[str]
    channel: str
    spent: Snapshot | None

    def refuse_if_over(self, call: Call) -> None:
        """Raises ProblemError when no further code may be compared. What this call was counted for stays allowed."""
        if len([each for each in self.calls if each != call.id]) >= POLICY.wrong_codes:
            raise ProblemError("kode_tidak_berlaku", f"Kesempatan mencoba sudah habis. {START_AGAIN}", saran=OTHER_WAYS)
        wait = 0 if call.id in self.calls else wait_seconds(self.spent, call.now, LIMITS)
        if wait:
            raise ProblemError(
                "terlalu_banyak_percobaan",
                "Terlalu banyak kode salah untuk akun ini lewat saluran ini, mungkin oleh orang lain. Saluran ini "
                f"terbuka lagi dalam {in_words(wait)}; cara lain tetap terbuka bagi Anda.",
                saran=(OTHER_CHANNEL, *OTHER_WAYS),
                headers={"Retry-After": str(wait)},
            )

    def counting(self, reset: Reset, call: Call) -> list[Write]:
        """Count this call, unless another one has been counted since they were read."""
        entry = {"calls": [*self.calls, call.id], "expire_at": call.now + TRIES_LIFE}
        return [
            Put(tries_path(reset.id), entry, expect=self.seen.version if self.seen else MISSING),
            count_exactly(self.channel, call.now, LIMITS, self.spent, {}),
        ]


def tries_path(reset_id: str) -> str:
    """A document of their own: a crowd of wrong ones never stands in the way of the right one's commit."""
    return f"throttles/reset-tries:{reset_id}"


def tries_of(reset: Reset, seen: Snapshot | None, deps: Deps) -> Tries:
    """As they stand now; `seen`: the document at `tries_path`."""
    path = f"throttles/reset-codes:{contact_hash(deps.peppers[0], reset.akun)}:{reset.saluran or Saluran.SMS}"
    [spent] = deps.store.get(path)
    return Tries(seen, seen.data["calls"] if seen else [], path, spent)
