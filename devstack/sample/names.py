"""Names as Indonesians bear them: one word or eight, clan names, Balinese birth order, titles, apostrophes."""

from random import Random
from typing import Literal

from devstack.sample.cultures import (
    BACK_TITLES,
    COMMON_MEN,
    COMMON_WOMEN,
    CULTURES,
    FRONT_TITLES_MEN,
    FRONT_TITLES_WOMEN,
    LONG,
    MUHAMMAD,
    TWINS_MEN,
    TWINS_WOMEN,
    Culture,
)

Gender = Literal["L", "P"]
"""As in Dapodik: laki-laki, perempuan."""

_COMMON_SHARE = 0.03
_LONG_SHARE = 0.005
_MUHAMMAD_SHARE = 0.2
_MUSLIM = ("jawa", "sunda", "minang", "bugis", "melayu")


def full_name(rng: Random, culture: str, gender: Gender) -> str:
    """One person's name without titles."""
    chance = rng.random()
    if chance < _COMMON_SHARE:
        return rng.choice(COMMON_MEN if gender == "L" else COMMON_WOMEN)
    if chance < _COMMON_SHARE + _LONG_SHARE:
        return f"{rng.choice(_given(CULTURES[culture], gender))} {LONG}"
    return " ".join(_parts(rng, culture, gender))


def _given(words: Culture, gender: Gender) -> tuple[str, ...]:
    return words.men if gender == "L" else words.women


def _parts(rng: Random, culture: str, gender: Gender) -> list[str]:
    words = CULTURES[culture]
    given, second = rng.sample(_given(words, gender), 2)
    if rng.random() < words.one_word:
        return [given]
    before = words.before_men if gender == "L" else words.before_women
    parts = [rng.choice(before)] if before else []
    if gender == "L" and culture in _MUSLIM and rng.random() < _MUHAMMAD_SHARE:
        parts = [rng.choice(MUHAMMAD)]
    return [*parts, given, *_rest(rng, words, second)]


def _rest(rng: Random, words: Culture, second: str) -> list[str]:
    """A second given name for some, then the last name where the region has one."""
    if not words.last:
        return [second]
    return [*([second] if rng.random() < 0.3 else []), rng.choice(words.last)]


def twin_names(rng: Random, culture: str, gender: Gender) -> tuple[str, str]:
    """Two names as parents give them to twins: a letter or a word apart."""
    first, second = rng.choice(TWINS_MEN if gender == "L" else TWINS_WOMEN)
    last = rng.choice(CULTURES[culture].last or CULTURES[culture].men)
    return f"{first} {last}", f"{second} {last}"


def with_titles(rng: Random, name: str, gender: Gender) -> str:
    """As schools enter their teachers: academic and religious titles in the name field."""
    titles = FRONT_TITLES_MEN if gender == "L" else FRONT_TITLES_WOMEN
    front = f"{rng.choice(titles)} " if rng.random() < 0.25 else ""
    back = f", {rng.choice(BACK_TITLES)}" if rng.random() < 0.8 else ""
    return f"{front}{name}{back}"
