"""Contacts as they stand in the register: often empty, often the family's, numbers in any spelling.

Domains end in `.test` (RFC 2606), and every number has 555 behind its operator's prefix.
"""

import re
from random import Random
from typing import Final

from anyascii import anyascii

_PREFIXES: Final = (
    "811",
    "812",
    "813",
    "821",
    "822",
    "852",
    "853",
    "815",
    "857",
    "817",
    "878",
    "895",
    "896",
    "831",
    "881",
)
_SPELLINGS: Final = (
    "0{0}{1}{2}",
    "+62{0}{1}{2}",
    "62{0}{1}{2}",
    "0{0}-{1}-{2}",
    "+62 {0}-{1}-{2}",
    "(0{0}) {1} {2}",
    "0{0} {1} {2}",
)


def phone(rng: Random) -> str:
    """An Indonesian mobile number in one of the usual spellings."""
    return rng.choice(_SPELLINGS).format(rng.choice(_PREFIXES), "555", f"{rng.randrange(100_000):05d}")


def email(rng: Random, nama: str, domain: str) -> str:
    """A private mail address made from the name."""
    words = re.findall(r"[a-z]+", anyascii(nama).lower())
    return f"{'.'.join(words[:2])}{rng.randrange(1000)}@{domain}"
