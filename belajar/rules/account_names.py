"""Local parts of addresses. A name is never given twice, so every person has several candidates (domain facts)."""

import hashlib
import re

from anyascii import anyascii

from belajar.rules.names import strip_titles
from belajar.rules.spelling import without_apostrophes

_NOT_LETTER = re.compile(r"[^a-z]+")
_BASE_MAX = 40
_NEUTRAL = "akun"
_DIGITS_OF_TWO_WORDS = (2, 3, 4, 5, 6)
_DIGITS_OF_ONE_WORD = (4, 4, 5, 5, 6)
_UNFIT_WORDS = """
    abuse postmaster admin administrator hostmaster webmaster root support helpdesk security noreply
    anjing bangsat bajingan babi kontol memek ngentot jembut pepek tolol goblok pelacur lonte brengsek keparat setan
    fuck shit bitch asshole
"""
_UNFIT = frozenset(_UNFIT_WORDS.split())


def candidates(nama: str, person_id: str, count: int = 6) -> list[str]:
    """Local parts in order of preference, `[a-z0-9.]`, at most 46 characters, always ending in digits.

    Deterministic: the digits come from a hash of `person_id` and the attempt, never from a birth date. They grow with
    the attempt, so that even the commonest name in the largest domain finds a free one.
    """
    base = _base(nama)
    lengths = _DIGITS_OF_TWO_WORDS if "." in base else _DIGITS_OF_ONE_WORD
    return [base + _digits(person_id, attempt, lengths[min(attempt, len(lengths) - 1)]) for attempt in range(count)]


def _base(nama: str) -> str:
    ascii_name = anyascii(without_apostrophes(strip_titles(nama))).lower()
    words = [word for word in _NOT_LETTER.split(without_apostrophes(ascii_name)) if word]
    if not words:
        return _NEUTRAL
    base = ".".join([words[0], *_second(words[1:])])[:_BASE_MAX].rstrip(".")
    return _NEUTRAL if base in _UNFIT else base


def _second(words: list[str]) -> list[str]:
    """The first word of more than one letter; else the first one; none for people with one name."""
    longer = [word for word in words if len(word) > 1]
    return (longer or words)[:1]


def _digits(person_id: str, attempt: int, length: int) -> str:
    digest = hashlib.sha256(f"{person_id}:{attempt}".encode()).digest()
    return f"{int.from_bytes(digest) % 10**length:0{length}d}"
