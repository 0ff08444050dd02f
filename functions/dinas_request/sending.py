"""How often a one-time code may be sent: to one phone or address across requests, for one address of origin, in all.

The last is counted for each way apart: who spends what the open form may cost does not stop those with a referral code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from belajar.decision import Call, Emit
from belajar.ports import Merge, Snapshot
from belajar.rules.matching import contact_hash, origin_hash
from belajar.rules.otp import deadline
from belajar.rules.policy import POLICY
from belajar.rules.throttles import retry_after_seconds, used
from belajar.runtime.problems import ProblemError
from belajar.runtime.throttling import count, count_exactly, wait_seconds
from functions.dinas_request.deps import Deps
from schemas.events import CodeRequested
from schemas.requests import Jalur, Request

CONTACT_LIMITS: Final = {"gap": POLICY.code_gap, "hour": POLICY.codes_per_hour, "day": POLICY.codes_per_day}
ORIGIN_LIMITS: Final = {"burst": POLICY.codes_per_origin}


@dataclass(frozen=True)
class Sending:
    """The throttles of one sending. `paths` are to be read, and what was found to be given back in the same order."""

    paths: tuple[str, str, str]

    def counted(self, seen: Sequence[Snapshot | None], call: Call) -> list[Merge]:
        """Writes that count it, guarded, so that of parallel ones at the limit one is sent. Raises ProblemError 429.

        Only the count of all is not guarded: everybody writes it, and a few codes more are no harm.
        """
        rules = list(zip(self.paths[:2], (CONTACT_LIMITS, ORIGIN_LIMITS), seen[:2], strict=True))
        wait = max(wait_seconds(held, call.now, limits) for _, limits, held in rules)
        if wait:
            raise ProblemError(
                "kode_terlalu_sering",
                "Tunggu sebentar sebelum meminta kode lagi.",
                headers={"Retry-After": str(wait)},
            )
        everybody = seen[2].data if seen[2] else None
        _refuse_if_spent(everybody, call)
        exact = [count_exactly(path, call.now, limits, held, {}) for path, limits, held in rules]
        return [*exact, count(self.paths[2], call.now, POLICY.codes_per_way, everybody)]


def _refuse_if_spent(everybody: Mapping[str, Any] | None, call: Call) -> None:
    if used(everybody, call.now, POLICY.codes_per_way) < POLICY.codes_per_way.count:
        return
    wait = retry_after_seconds(everybody, call.now, POLICY.codes_per_way)
    raise ProblemError(
        "layanan_sibuk",
        "Terlalu banyak kode diminta dari seluruh Indonesia saat ini. Silakan coba lagi nanti.",
        headers={"Retry-After": str(wait)},
    )


def sending(jalur: Jalur, email: str, phone: str | None, call: Call, deps: Deps) -> Sending:
    """Codes go to the phone; for ministry staff to the official address, which is what they prove."""
    pepper = deps.peppers[0]
    contact = email if jalur is Jalur.KEMDIKBUD else phone or email
    return Sending(
        (
            f"throttles/code:{contact_hash(pepper, contact)}",
            f"throttles/code-origin:{origin_hash(pepper, call.origin)}",
            f"throttles/code-way:{jalur.value}",
        )
    )


def code_event(request: Request, call: Call) -> Emit:
    """Asks notify for the request's newest code."""
    return Emit(CodeRequested(nomor=request.nomor, number=request.codes_sent, deadline=deadline(call.now)))
