"""Kode referral: how one is made, how it is typed, where it is kept, and whether it fits what was claimed."""

import hmac
import re
import unicodedata
from datetime import UTC, datetime, timedelta

from belajar.rules.framing import framed
from belajar.rules.policy import POLICY
from schemas.people import Jabatan, TipeDinas
from schemas.requests import Referral

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SYMBOLS = 8
_BYTES = 5
_READ_AS = str.maketrans("OIL", "011")
_NOT_TYPED = re.compile(r"[\s_\-\u2010-\u2015\u2212\u200b]+")
_LOCK = timedelta(seconds=POLICY.referral_failures_per_region.window_seconds)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY = Referral(
    kode_wilayah="",
    nama_wilayah="",
    tipe_dinas=TipeDinas.PROVINSI,
    quota={},
    used={},
    valid_from=_NEVER,
    valid_until=_NEVER,
    issued_by="",
    hint="",
)


def new_code(kode_wilayah: str, random_bytes: bytes) -> str:
    """`3171-7K2M9QXA`: the region and 40 bits of the given randomness (at least 5 bytes) in Crockford's base32."""
    if len(random_bytes) < _BYTES:
        raise ValueError("too few random bytes for a referral code")
    number = int.from_bytes(random_bytes[:_BYTES], "big")
    symbols = (_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_SYMBOLS)))
    return f"{kode_wilayah}-{''.join(symbols)}"


def tidy(code: str) -> str:
    """A code as it is meant: upper case, no spaces or dashes of any kind, O read as 0, I and L as 1 (Crockford)."""
    return _NOT_TYPED.sub("", unicodedata.normalize("NFKC", code)).upper().translate(_READ_AS)


def referral_key(pepper: bytes, code: str) -> str:
    """Id of `referrals/<key>`, however the code was typed. The code itself is stored nowhere."""
    return hmac.digest(pepper, framed("referral/v1", tidy(code)), "sha256").hex()


def fits(referral: Referral | None, kode_wilayah: str, tipe: TipeDinas, jabatan: Jabatan, now: datetime) -> bool:
    """Whether this code, if there is one, gives this office of this region one more account now.

    Everything is looked at whatever comes out, so that the time tells nothing about the reason.
    """
    held = referral or _NOBODY
    checks = [
        referral is not None,
        held.revoked_at is None,
        not is_locked(held, now),
        held.valid_from <= now,
        now < held.valid_until,
        hmac.compare_digest(held.kode_wilayah.encode(), kode_wilayah.encode()),
        hmac.compare_digest(held.tipe_dinas.encode(), tipe.encode()),
        held.used.get(jabatan, 0) < held.quota.get(jabatan, 0),
    ]
    return all(checks)


def is_locked(referral: Referral, now: datetime) -> bool:
    """Whether failures have locked the code; the lock ends by itself after a day."""
    return now < (referral.locked_at or _NEVER) + _LOCK
