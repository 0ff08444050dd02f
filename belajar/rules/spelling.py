"""One spelling for names that Indonesians write in many ways: old orthography, Arabic letters, abbreviations.

Forgiving on purpose: it decides together with mother's name, birth date and school, and where two persons still
share a key, the exact spelling tells them apart (`names.strict`).
"""

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’‚‛ʹʻʼʽʾʿˈ′＇"))
_NOT_WORD = re.compile(r"[\W_]+")

_FIRST_WORDS = dict.fromkeys(("m", "mhd", "moh", "mohd", "moch", "much", "muh", "muhd"), "muhammad") | {"st": "siti"}
_WORDS = {"abd": "abdul", "gde": "gede", "gst": "gusti"}

_ENDINGS = ((re.compile(r"c\b"), "k"), (re.compile(r"oh\b"), "a"), (re.compile(r"(?<=[aeiu])h\b"), ""))
"""Eric/Erik, Maghfiroh/Maghfirah, Nabilah/Nabila: the only rules that need to know where a word ends."""

_LETTERS = (
    ("oe", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ie", "i"),
    ("dj", "j"),
    ("tj", "c"),
    ("sj", "sy"),
    ("ph", "f"),
    ("v", "f"),
    ("q", "k"),
    ("x", "ks"),
    ("dz", "z"),
    ("ts", "s"),
    ("z", "s"),
)
_DOUBLED = re.compile(r"([a-z])\1+")
_CONTEXT = (
    (_DOUBLED, r"\1"),
    (re.compile(r"sy(?=[aeiou])|sh"), "s"),  # Syarif, Sarif; Aisyah, Aisha
    (re.compile(r"iy(?=[aeiou])|(?<=[b-df-hj-np-tv-z])y|y(?![aeiou])"), "i"),  # Zakiya, Zakia; Dyah, Diah; Rizky, Rizki
    (re.compile(r"uw(?=[aeiou])"), "u"),  # Suwarno, Suarno
    (re.compile(r"ch(?=[rl])|c(?![aeiouh])"), "k"),  # Christian, Kristian; Octavia, Oktavia
    (re.compile(r"ch(?=andr)"), "c"),  # Chandra, Candra
    (re.compile(r"[ck]h"), "h"),  # Achmad, Akhmad, Ahmad
    (re.compile(r"(?<=[bdgst])h"), ""),  # Ramadhan, Ramadan; Fathur, Fatur; Ghani, Gani
    (re.compile(r"m[ou]ham[ae]d"), "muhamad"),
    (re.compile(r"ahm[ae]d"), "ahmad"),
    (re.compile(r"hoi"), "hai"),  # Khoirul, Khairul
    (re.compile(r"rohm"), "rahm"),  # Rohman, Rahman
    (re.compile(r"abdulr"), "abdur"),  # Abdul Rahman, Abdurrahman
    (_DOUBLED, r"\1"),
)


def without_apostrophes(text: str) -> str:
    """Nur'aini -> Nuraini, whichever of the many apostrophes was typed."""
    return text.translate(_APOSTROPHES)


def fold(text: str) -> str:
    """Small letters and digits, words parted by one space; apostrophes, diacritics and punctuation gone."""
    text = without_apostrophes(text)
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text.lower()).strip()


def one_spelling(folded: str) -> str:
    """The canonical form of a `fold`ed name, without spaces."""
    words = folded.split()
    if len(words) > 1:
        words[0] = _FIRST_WORDS.get(words[0], words[0])
    text = " ".join(_WORDS.get(word, word) for word in words)
    for ending, new in _ENDINGS:
        text = ending.sub(new, text)
    text = text.replace(" ", "")
    for old, new in _LETTERS:
        text = text.replace(old, new)
    for pattern, new in _CONTEXT:
        text = pattern.sub(new, text)
    return text
