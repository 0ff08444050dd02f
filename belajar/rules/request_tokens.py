"""The public name of a request: its number behind a tag, so that nobody finds a status page by counting."""

import hmac
import re
from collections.abc import Sequence

from belajar.rules.framing import framed

_TOKEN = re.compile(r"([0-9a-f]{16})-([0-9a-f]{24})")
_TAG_DIGITS = 24


def token(pepper: bytes, nomor: str) -> str:
    """`<nomor>-<24 hex>`: 96 bits that only the pepper can make. Whoever holds it may see the request."""
    return f"{nomor}-{_tag(pepper, nomor)}"


def nomor_of(peppers: Sequence[bytes], token: str) -> str | None:
    """The number of a token that one of the peppers made, else None. Every pepper is compared, in constant time."""
    form = _TOKEN.fullmatch(token)
    if form is None:
        return None
    nomor, given = form.groups()
    fits = [hmac.compare_digest(_tag(pepper, nomor), given) for pepper in peppers]
    return nomor if any(fits) else None


def _tag(pepper: bytes, nomor: str) -> str:
    return hmac.digest(pepper, framed("request-token/v1", nomor), "sha256").hex()[:_TAG_DIGITS]
