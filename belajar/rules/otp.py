"""One-time codes: six digits, ten minutes, compared in constant time. Who may ask for one is the throttles' matter."""

import hmac
from datetime import datetime, timedelta

from belajar.rules.policy import POLICY

_NUMBERS = 10**6


def digits(mac: bytes) -> str:
    """Six digits, zero-padded. From 32 bytes the bias of the remainder is below 2^-230."""
    return f"{int.from_bytes(mac, 'big') % _NUMBERS:06d}"


def same(code: str, typed: str) -> bool:
    """Whether the typed code is the right one; takes equally long wherever they differ."""
    return hmac.compare_digest(code.encode(), typed.encode())


def deadline(sent_at: datetime) -> datetime:
    """The moment from which a code is worth nothing."""
    return sent_at + timedelta(seconds=POLICY.code_seconds)


def expired(sent_at: datetime | None, now: datetime) -> bool:
    """Whether a code asked for at that time is over; one that was never asked for is."""
    return sent_at is None or now >= deadline(sent_at)
