"""The ticket that a successful check hands out: short-lived, signed, and without anything personal inside."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from belajar.runtime.problems import ProblemError

TAG_BYTES = 16


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose details may be sent. `key`: the look-up entry that proved it."""

    id: str
    key: str
    person_id: str


class Tickets:
    """Issues and opens tickets. Signing keys are derived from the peppers, newest first."""

    def __init__(self, peppers: Sequence[bytes], life_seconds: int) -> None:
        self._keys = [hmac.digest(pepper, b"ticket-v1", hashlib.sha256) for pepper in peppers]
        self._life = life_seconds

    def issue(self, key: str, person_id: str, now: datetime) -> str:
        """A new ticket, URL-safe text of about 250 characters."""
        claims = [secrets.token_hex(8), key, person_id, int(now.timestamp()) + self._life]
        payload = json.dumps(claims, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_tag(self._keys[0], payload) + payload).decode().rstrip("=")

    def open(self, text: str, now: datetime) -> Ticket:
        """Raises ProblemError(tiket_tidak_berlaku) for a forged, damaged or expired one alike."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            raise _invalid() from None
        tag, payload = raw[:TAG_BYTES], raw[TAG_BYTES:]
        if not any(hmac.compare_digest(tag, _tag(key, payload)) for key in self._keys):
            raise _invalid()
        ticket_id, key, person_id, expires = json.loads(payload)
        if now.timestamp() >= expires:
            raise _invalid()
        return Ticket(ticket_id, key, person_id)


def _tag(key: bytes, payload: bytes) -> bytes:
    return hmac.digest(key, payload, hashlib.sha256)[:TAG_BYTES]


def _invalid() -> ProblemError:
    return ProblemError("tiket_tidak_berlaku", "Silakan periksa akun Anda sekali lagi.")
