"""Text of any length and script, made to fit its place in a built-in face: shrunk, then wrapped, at last cut off."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from anyascii import anyascii
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEADING: Final = 1.15
ELLIPSIS: Final = "…"
Fits = Sequence[tuple[float, int]]
"""Sizes in points with the lines they may take, in the order they are tried."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one size that are no wider than their place."""

    face: str
    size: float
    lines: Sequence[str]


def printable(text: str) -> str:
    """The text in characters that the built-in faces have: Latin letters with accents stay, others are spelt out."""
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if tidy.isascii() and tidy.isprintable():
        return tidy
    return " ".join("".join(map(_printable, tidy)).split()) or "?"


def fitted(text: str, face: str, width: float, fits: Fits) -> Fitted:
    """The first size at which the text fits into its lines; what is too long for the last one ends in an ellipsis."""
    shown = printable(text)
    for size, most in fits:
        lines = list(_wrapped(shown, face, size, width))
        if len(lines) <= most:
            return Fitted(face, size, lines)
    size, most = fits[-1]
    lines = list(_wrapped(shown, face, size, width))
    return Fitted(face, size, [*lines[: most - 1], _cut(lines[most - 1] + ELLIPSIS, face, size, width)])


def draw_fitted(canvas: Canvas, x: float, y: float, text: Fitted) -> None:
    """Downwards from the baseline of the first line."""
    canvas.setFont(text.face, text.size)
    for number, line in enumerate(text.lines):
        canvas.drawString(x, y - number * text.size * LEADING, line)


def _printable(character: str) -> str:
    if not character.isprintable():
        return anyascii(character)
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return anyascii(character)
    return character


def _wrapped(text: str, face: str, size: float, width: float) -> Iterator[str]:
    """Lines broken at spaces; a word too wide for one line is broken anywhere."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, face, size) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _broken(word, face, size, width)
        yield from full
    yield line


def _broken(word: str, face: str, size: float, width: float) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and stringWidth(parts[-1] + character, face, size) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _cut(line: str, face: str, size: float, width: float) -> str:
    """`line` ends in an ellipsis and keeps it."""
    while stringWidth(line, face, size) > width:
        line = line[:-2] + ELLIPSIS
    return line
