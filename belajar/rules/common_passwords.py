"""What is guessed first: lists of passwords, and the disguises (capitals, digits, signs, doubling) that hide little."""

import re
from functools import cache
from pathlib import Path
from typing import Final

_INDONESIAN: Final = Path(__file__).with_name("common_passwords_id.txt")
_DISGUISES: Final = tuple(str.maketrans("4@301!5$7+89", f"aaeo{one}{one}ssttbg") for one in "il")
_EDGES: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_NOT_LETTER: Final = re.compile(r"[\W\d_]+")
_NOT_SOLID: Final = re.compile(r"[\W_]+")
_SEPARATORS: Final = re.compile(r"[\s._/,:-]+")
_SAME: Final = re.compile(r"(.)\1{2,}")
_REPEATED: Final = re.compile(r"(.+?)\1+")
_ROWS: Final = (
    "01234567890",
    "!@#$%^&*()",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
_WALKS: Final = (*_ROWS, *(row[::-1] for row in _ROWS))
_SHORTEST_RUN: Final = 3
SHORTEST_CORE: Final = 4
"""Fewer letters are no core of their own: what is left of random signs may be any of them."""


def is_common(password: str) -> bool:
    """Whether it, or what is left without its disguise, stands in a list."""
    return _listed(password.casefold()) or any(len(core) >= SHORTEST_CORE and _listed(core) for core in cores(password))


def cores(password: str) -> set[str]:
    """The words that may be behind a password: small letters, without digits and signs around or in between."""
    lower = password.casefold()
    bare = {text for shown in (lower, without_runs(solid(lower))) for text in (shown, _EDGES.sub("", shown))}
    plain = {text for shown in (*bare, *map(unit, bare)) for text in undisguised(shown)}
    letters = {_NOT_LETTER.sub("", text) for text in plain}
    return {text for shown in (*plain, *letters) for text in (_EDGES.sub("", shown), unit(shown))}


def undisguised(text: str) -> set[str]:
    """Itself, and with letters for the digits and signs that look like them; 1 is i or l."""
    return {text, *(text.translate(table) for table in _DISGUISES)}


def solid(text: str) -> str:
    """Letters and digits only, small."""
    return _NOT_SOLID.sub("", text.casefold())


def compact(text: str) -> str:
    """Without what people put between words and numbers, small."""
    return _SEPARATORS.sub("", text.casefold())


def unit(text: str) -> str:
    """What the text is a repetition of, else the text."""
    found = _REPEATED.fullmatch(text)
    return found[1] if found else text


def without_runs(text: str) -> str:
    """Without runs of three or more along the alphabet, the numbers or the keyboard, or of one letter."""
    text, kept, at = _SAME.sub("", text), "", 0
    while at < len(text):
        length = _run(text, at)
        kept += "" if length >= _SHORTEST_RUN else text[at]
        at += length if length >= _SHORTEST_RUN else 1
    return kept


def _run(text: str, start: int) -> int:
    end = start
    while end < len(text) and any(text[start : end + 1] in walk for walk in _WALKS):
        end += 1
    return end - start


def _listed(text: str) -> bool:
    return text in _lists()


@cache
def _lists() -> frozenset[str]:
    """Loaded at the first new password: nothing else of a function needs them."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    indonesian = _INDONESIAN.read_text(encoding="utf-8").split()
    return frozenset((*FREQUENCY_LISTS["passwords"], *indonesian))
