"""What may be sent to one phone or mailbox, whoever asks and for whichever account, and what SMS may cost in all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from belajar.decision import Call
from belajar.errors import Reason, RetryableError
from belajar.ports import Merge, Snapshot
from belajar.rules.matching import contact_hash
from belajar.rules.policy import POLICY
from belajar.rules.throttles import Limit, used
from belajar.runtime.throttling import count, count_exactly, wait_seconds
from functions.notify.code_ways import Way
from functions.notify.deps import Deps

GAP: Final = {"gap": POLICY.code_gap}
AMOUNTS: Final = {"hour": POLICY.codes_per_hour, "day": POLICY.codes_per_day}
CONTACT_LIMITS: Final = {**GAP, **AMOUNTS}
"""Names and numbers as in functions/dinas_request: both count in the contact's one document."""
SHARDS: Final = 16
"""One document takes about a write a second; which one, the contact's hash says."""
SMS_LIMIT: Final = Limit(POLICY.reset_sms_per_hour.count // SHARDS, POLICY.reset_sms_per_hour.window_seconds)


def open_way(ways: Sequence[Way], deadline: datetime, call: Call, deps: Deps) -> tuple[Way, list[Merge]] | None:
    """The first way that may be used now, and the writes that count it; None if all are spent.

    Raises RetryableError(TOO_SOON) where only the gap is in the way and ends in time: on a family phone somebody
    else's code has just gone out.
    """
    for way in ways:
        paths = _paths(way, deps)
        contact, *shard = deps.store.get(*paths)
        if wait_seconds(contact, call.now, AMOUNTS) or _is_spent(shard, call):
            continue
        wait = wait_seconds(contact, call.now, GAP)
        if not wait:
            exact = count_exactly(paths[0], call.now, CONTACT_LIMITS, contact, {})
            blind = [
                count(path, call.now, SMS_LIMIT, held.data if held else None)
                for path, held in zip(paths[1:], shard, strict=True)
            ]
            return way, [exact, *blind]
        if call.now + timedelta(seconds=wait) < deadline:
            raise RetryableError(Reason.TOO_SOON)
    return None


def _paths(way: Way, deps: Deps) -> list[str]:
    """The contact's document, and for an SMS the shard of the budget."""
    hashed = contact_hash(deps.peppers[0], way.to)
    contact = f"throttles/code:{hashed}"
    return [contact] if "@" in way.to else [contact, f"throttles/reset-sms:{int(hashed, 16) % SHARDS}"]


def _is_spent(shard: Sequence[Snapshot | None], call: Call) -> bool:
    return any(used(held.data, call.now, SMS_LIMIT) >= SMS_LIMIT.count for held in shard if held)
