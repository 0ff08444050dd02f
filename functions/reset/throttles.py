"""How often a code may be asked for: for one typed address from one origin, and from one origin in all.

Nothing here depends on whether the address has an account. What one phone may get is counted by notify, which knows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from belajar.decision import Call
from belajar.ports import Merge, Snapshot
from belajar.rules.matching import contact_hash, origin_hash
from belajar.rules.policy import POLICY
from belajar.rules.throttles import Limit, hit_fields, in_words, retry_after_seconds
from belajar.runtime.problems import ProblemError
from belajar.runtime.throttling import count_exactly, wait_seconds
from functions.reset.deps import Deps
from functions.reset.texts import NO_CODE

ACCOUNT_LIMITS: Final = {"gap": POLICY.reset_gap, "hour": POLICY.resets_per_hour, "day": POLICY.resets_per_day}
ORIGIN_LIMITS: Final = {"burst": POLICY.codes_per_origin}
"""In the document that dinas_request counts in too: what one origin may ask for, whatever the form."""


@dataclass(frozen=True)
class Asking:
    """The throttles of one code. `paths` are to be read, and what was found to be given back in the same order."""

    paths: tuple[str, str]

    def counted(self, seen: Sequence[Snapshot | None], call: Call) -> list[Merge]:
        """Writes that count it, so that of parallel ones at the limit one goes through. Raises ProblemError 429."""
        rules = list(zip(self.paths, (ACCOUNT_LIMITS, ORIGIN_LIMITS), seen, strict=True))
        wait = max(wait_seconds(held, call.now, limits) for _, limits, held in rules)
        if wait:
            raise ProblemError(
                "kode_terlalu_sering",
                f"Kode berikutnya dapat diminta {in_words(wait)} lagi.",
                saran=NO_CODE,
                headers={"Retry-After": str(wait)},
            )
        return [count_exactly(path, call.now, limits, held, {}) for path, limits, held in rules]


def asking(akun: str, call: Call, deps: Deps) -> Asking:
    """The throttles of a code for this address, asked for by this caller."""
    pepper = deps.peppers[0]
    origin = origin_hash(pepper, call.origin)
    return Asking((f"throttles/reset:{contact_hash(pepper, akun)}:{origin}", f"throttles/code-origin:{origin}"))


def next_seconds(held: Snapshot | None, call: Call) -> int:
    """Seconds until the account's limits allow one more after this one; `held`: their document before it."""
    return max(_after_one(held.data.get(name) if held else None, limit, call) for name, limit in ACCOUNT_LIMITS.items())


def _after_one(held: Mapping[str, Any] | None, limit: Limit, call: Call) -> int:
    [(bucket, one)] = hit_fields(call.now, limit)["buckets"].items()
    buckets = held["buckets"] if held else {}
    return retry_after_seconds({"buckets": {**buckets, bucket: buckets.get(bucket, 0) + one}}, call.now, limit)
