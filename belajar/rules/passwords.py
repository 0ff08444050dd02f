"""Initial passwords, derived and never stored (DESIGN section 6): a retry yields the same one, a backup holds none."""

import hmac

from belajar.rules.framing import framed
from belajar.rules.words import WORDS

_WORDS_EASY = 3
_WORDS_ADULT = 4
_NUMBERS = 10_000


def initial_password(group_key: bytes, address: str, issue: int, nonce: str, *, easy: bool) -> str:
    """Words and four digits joined by dots: three words for pupils (`kuda.meja.apel.4821`, 40 bits), four for adults.

    Small letters, digits and dots only, 14 to 32 characters. `issue` and `nonce` are the account's: raising the one
    or erasing the other makes the earlier password underivable. The choice uses all 256 bits: no bias worth a name.
    """
    message = framed("initial-password/v1", address.lower(), str(issue), nonce)
    number = int.from_bytes(hmac.digest(group_key, message, "sha256"), "big")
    number, digits = divmod(number, _NUMBERS)
    words = []
    for _ in range(_WORDS_EASY if easy else _WORDS_ADULT):
        number, index = divmod(number, len(WORDS))
        words.append(WORDS[index])
    return ".".join((*words, f"{digits:04d}"))
