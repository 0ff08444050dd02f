"""What only we can make around a reset: the right to set a password, "bukan saya" links, the two signs of a page."""

import hmac
import re
from collections.abc import Sequence
from enum import StrEnum

from belajar.rules.framing import framed

_LINK = re.compile(r"([rk])([0-9a-f]{32})-([0-9a-f]{32})")
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
    """Last part of the link; `about`: id of the reset or correction."""
    return f"{kind}{about}-{_tag(pepper, 'disown/v1', kind, about)}"


def disowned(peppers: Sequence[bytes], token: str) -> tuple[Disownable, str] | None:
    """Kind and id of a link that one of the peppers made, else None."""
    form = _LINK.fullmatch(token)
    if form is None:
        return None
    kind, about, given = form.groups()
    fits = [hmac.compare_digest(_tag(pepper, "disown/v1", kind, about), given) for pepper in peppers]
    return (Disownable(kind), about) if any(fits) else None


def page_signs(reset_id: str) -> str:
    """`K7`: stands on the page and in the message, for those who have several open. No secret, and names nobody."""
    number = int(reset_id[:8], 16)
    return _SIGNS[number % len(_SIGNS)] + _NUMBERS[number // len(_SIGNS) % len(_NUMBERS)]


def _tag(pepper: bytes, purpose: str, *parts: str) -> str:
    return hmac.digest(pepper, framed(purpose, *parts), "sha256").hex()[:_TAG_DIGITS]
