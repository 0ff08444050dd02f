"""What counts as the same name, and what a name becomes where the world wants two."""

import re
from dataclasses import dataclass

from belajar.errors import FinalError, Reason
from belajar.rules.spelling import fold, one_spelling
from belajar.rules.titles import strip_titles, strip_titles_eagerly

__all__ = ["GoogleNames", "google_names", "normalise", "strict", "strip_titles"]

_REFUSED_BY_GOOGLE = re.compile(r"[<>\x00-\x1f\x7f]+")
_PART_MAX = 60
_DISPLAY_MAX = 256


@dataclass(frozen=True, slots=True)
class GoogleNames:
    """Names as `users.insert` takes them: given and family 1-60 characters, display at most 256."""

    given: str
    family: str
    display: str


def normalise(nama: str) -> str:
    """Canonical form for matching: case, titles, punctuation, spaces, diacritics and spelling variants do not matter.

    `Moh. Rizky, S.Pd.` and `MUHAMMAD RIZKI` are equal. A part of the look-up key: any change of the result needs a new
    version of the key and a re-import. Spaces do matter behind a word's final h or c (Nabilah Ayu, Nabila Ayu).
    """
    return one_spelling(_folded(nama))


def strict(nama: str) -> str:
    """Exact spelling: only titles, case, spaces, diacritics and punctuation do not matter; tells Hasan from Hassan."""
    return _folded(nama).replace(" ", "")


def google_names(nama: str) -> GoogleNames:
    """Two names for Google, titles stripped; raises FinalError(INVALID_NAME) where nothing printable is left.

    The first word is given, the rest family. With one word the family name repeats it, and `display` holds the truth.
    """
    words = strip_titles(_REFUSED_BY_GOOGLE.sub(" ", nama)).split()
    if not words:
        raise FinalError(Reason.INVALID_NAME, "empty")
    given, family = _parted(words)
    return GoogleNames(_cut(given, _PART_MAX), _cut(family, _PART_MAX), _cut(" ".join(words), _DISPLAY_MAX))


def _folded(nama: str) -> str:
    return fold(strip_titles_eagerly(nama)) or fold(nama) or nama.strip().casefold()


def _parted(words: list[str]) -> tuple[str, str]:
    """Long names move words to the given name until the family name fits, as far as there is room."""
    given, family = words[0], " ".join(words[1:]) or words[0]
    for count in range(2, len(words)):
        longer = " ".join(words[:count])
        if len(family) <= _PART_MAX or len(longer) > _PART_MAX:
            break
        given, family = longer, " ".join(words[count:])
    return given, family


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    whole_words, _, _ = text[: most + 1].rpartition(" ")
    return whole_words or text[:most]
