"""Academic and religious titles in names: teachers write them into every form, accounts must not carry them."""

import re

_PREFIX = re.compile(
    r"(?:prof|drs|dra|drg|drh|dr|ir|hjh|hj|tgh|k\.?\s?h|h|ustadzah|ustadz|ustazah|ustaz|ust|pdt|ns|apt|bd|almh|alm)"
    r"(?:\.[.\s]*|\s+)",
    re.IGNORECASE,
)
_HAJI = re.compile(r"(?:haji|haj+ah)\s+(?=\S+\s+\S)", re.IGNORECASE)
"""Written out it is also a given name: a title only where two more words follow."""
_ABBREVIATION = re.compile(r"[A-Za-z]{1,5}\.(?:[A-Za-z()]+(?:\.[A-Za-z()]+)*\.?)?")
"""Names come from the public form: only one way to match any text, or a long one would be tried in 2^n ways."""
_LETTER = re.compile(r"[^\W\d_]")
_NOT_LETTER = re.compile(r"[\W\d_]+")

_SUFFIX_WORDS = """
    spd spdi spdsd spdaud spdpaud spdk spdh spdb spdjas spdkn spdor spdgr spdigr mpd mpdi mpdk mpdh mpdb mpdgr mmpd
    skom mkom skm mkm skep mkep sked ssos ssosi msos sfarm mfarm shum mhum ssn msn ssi msi sstat mstat ssit
    spsi mpsi spt mpt skh shut mhut shi mhi sthi sthm stp mtp skg skpm skel spn sikom mikom sstpi
    sst strkeb strkes strpd strkep sfil mfil steol mteol sth mth sekon sptk spar mpar skesos
    amd amdkep amdkeb amdkom amdpd amdak amapd amdgz amkeb amkep spdsi mba msc bsc phd llm mphil mpmat
    almh alm almarhum almarhumah
"""
_SUFFIXES = frozenset(_SUFFIX_WORDS.split())
"""Letters only, lower case; no Indonesian name is spelt like these."""
_DOUBTFUL_WORDS = "se sh ss st sp ma mm mt mh me mp ba ak ca lc gr sag mag sip mip sap map sak mak sei ama med edd"
_DOUBTFUL_SUFFIXES = frozenset(_DOUBTFUL_WORDS.split())
"""Degrees that could also be a name."""

_MOST_TOKENS_OF_ONE_TITLE = 3
_FEWEST_LETTERS = 2


def strip_titles(nama: str) -> str:
    """The name without titles before and behind it, white space collapsed; case is kept.

    Never strips all: what would leave fewer than two letters stays. A doubtful ending (`SE`, `MA`, `Gr`) goes only
    where dots, a comma or capitals beside small letters show that it is a degree.
    """
    return _strip(nama, eager=False)


def strip_titles_eagerly(nama: str) -> str:
    """As `strip_titles`, but takes doubtful endings always, so that case and dots cannot decide: for matching only."""
    return _strip(nama, eager=True)


def _strip(nama: str, *, eager: bool) -> str:
    head, *parts = nama.split(",")
    kept = [_without_suffixes(part.split(), eager=True, behind_comma=True) for part in parts]
    tokens = head.split() + [token for part in kept for token in part]
    name = _without_prefixes(" ".join(tokens))
    stripped = " ".join(_without_suffixes(name.split(), eager=eager, behind_comma=False))
    return stripped or " ".join(nama.replace(",", " ").split())


def _without_prefixes(name: str) -> str:
    while (found := _PREFIX.match(name) or _HAJI.match(name)) and _enough(name[found.end() :]):
        name = name[found.end() :]
    return name


def _without_suffixes(tokens: list[str], *, eager: bool, behind_comma: bool) -> list[str]:
    while tokens:
        for size in range(min(_MOST_TOKENS_OF_ONE_TITLE, len(tokens)), 0, -1):
            rest, ending = tokens[:-size], tokens[-size:]
            if (behind_comma or _enough(" ".join(rest))) and _is_title(ending, rest, eager, behind_comma):
                tokens = rest
                break
        else:
            return tokens
    return tokens


def _is_title(ending: list[str], rest: list[str], eager: bool, behind_comma: bool) -> bool:
    key = _NOT_LETTER.sub("", "".join(ending)).lower()
    if key in _SUFFIXES:
        return True
    if behind_comma and len(ending) == 1:
        return key in _DOUBTFUL_SUFFIXES or not key or _ABBREVIATION.fullmatch(ending[0]) is not None
    return key in _DOUBTFUL_SUFFIXES and (eager or _shows_as_degree(ending, rest))


def _shows_as_degree(ending: list[str], rest: list[str]) -> bool:
    dotted = "." in "".join(ending)
    return dotted or (len(ending) == 1 and ending[0].isupper() and not " ".join(rest).isupper())


def _enough(text: str) -> bool:
    return len(_LETTER.findall(text)) >= _FEWEST_LETTERS
