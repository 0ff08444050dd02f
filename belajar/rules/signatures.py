"""Signature of a body by somebody who shares a key with us: hex HMAC-SHA256 over `<timestamp>.<raw body>`."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

TIMESTAMP_HEADER = "X-Belajar-Timestamp"
SIGNATURE_HEADER = "X-Belajar-Signature"
WINDOW_SECONDS = 300


def sign(key: bytes, timestamp: str, body: bytes) -> str:
    """The signature as the sender puts it into the header. `timestamp`: unix seconds."""
    return hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(keys: Sequence[bytes], headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether any key (several during a rotation) made this signature, not more than 5 minutes from now.

    Every key is compared, each in constant time, so that the answer's time tells nothing.
    """
    timestamp = headers.get(TIMESTAMP_HEADER, "")
    given = headers.get(SIGNATURE_HEADER, "").encode()
    fits = [hmac.compare_digest(sign(key, timestamp, body).encode(), given) for key in keys]
    return any(fits) and _is_fresh(timestamp, now)


def _is_fresh(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):  # noqa: PLR2004
        return False
    return abs(now.timestamp() - int(timestamp)) <= WINDOW_SECONDS
