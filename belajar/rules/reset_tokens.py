"""What only we can make around a reset: the right to set a password, "bukan saya" links, the two signs of a page."""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from enum import StrEnum

from belajar.rules.framing import framed

_LINK = re.compile(r"([A-Za-z0-9_-]{43})([rk])")
_ID_DIGITS = 32
_TAG_DIGITS = 32
_SIGNS = "ABCDEFGHJKLMNPQRTUVWXY"
_NUMBERS = "23456789"


class Disownable(StrEnum):
    """What a "bukan saya" link is about."""

    RESET = "r"
    CORRECTION = "k"


def set_token(pepper: bytes, reset_id: str, number: int) -> str:
    """The right to set the password, for the reset whose `number`-th code was right. 128 bits."""
    return _tag(pepper, "set-token/v1", reset_id, str(number))


def is_set_token(peppers: Sequence[bytes], reset_id: str, number: int, given: str) -> bool:
    """Compared with every pepper, in constant time."""
    wanted = [set_token(pepper, reset_id, number) for pepper in peppers]
    fits = [hmac.compare_digest(one.encode(), given.encode()) for one in wanted]
    return any(fits)


def disown_token(pepper: bytes, kind: Disownable, about: str) -> str:
    """Last part of the link; `about`: id of the reset or correction. 44 signs, so that one SMS holds the link.

    A letter stands last: telephones leave a dash or a full stop at the end of an address out of it.
    """
    packed = bytes.fromhex(about + _tag(pepper, "disown/v1", kind, about))
    return f"{urlsafe_b64encode(packed).decode().rstrip('=')}{kind}"


def disowned(peppers: Sequence[bytes], token: str) -> tuple[Disownable, str] | None:
    """Kind and id of a link that one of the peppers made, else None."""
    form = _LINK.fullmatch(token)
    if form is None:
        return None
    packed, kind = form[1], Disownable(form[2])
    about = urlsafe_b64decode(f"{packed}=").hex()[:_ID_DIGITS]
    fits = [hmac.compare_digest(disown_token(pepper, kind, about), token) for pepper in peppers]
    return (kind, about) if any(fits) else None


def page_signs(reset_id: str) -> str:
    """`K7`: stands on the page and in the message, for those who have several open. No secret, and names nobody."""
    number = int(reset_id[:8], 16)
    return _SIGNS[number % len(_SIGNS)] + _NUMBERS[number // len(_SIGNS) % len(_NUMBERS)]


def _tag(pepper: bytes, purpose: str, *parts: str) -> str:
    return hmac.digest(pepper, framed(purpose, *parts), "sha256").hex()[:_TAG_DIGITS]
