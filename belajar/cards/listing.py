"""Who has no card, class by class, and why: so that nobody is missing without anybody noticing."""

from collections.abc import Iterator, Sequence
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from belajar.cards import CardGroup, Uncarded
from belajar.cards.fitting import Fits, draw_fitted, fitted
from belajar.cards.sheet import BODY_BOTTOM, BODY_TOP, SIDE, WIDTH

LINE_HEIGHT: Final = 19.0
PER_PAGE: Final = int((BODY_TOP - BODY_BOTTOM) // LINE_HEIGHT)
_COLUMN: Final = (WIDTH - 2 * SIDE) / 2
_GAP: Final = 8.0
_TITLE: Final[Fits] = ((10, 1), (7, 1), (5, 1))
_CELL: Final[Fits] = ((8.5, 1), (6.5, 2), (5, 3))
Line = str | Uncarded
"""The title of a group, or somebody in it."""


def list_pages(groups: Sequence[CardGroup]) -> Iterator[list[Line]]:
    """Lines page by page; a group that goes on has its title again, and no title stands alone at the end of a page."""
    page: list[Line] = []
    for group in groups:
        left = list(group.without)
        while left:
            if len(page) + 2 > PER_PAGE:
                yield page
                page = []
            room = PER_PAGE - len(page) - 1
            page += [group.judul, *left[:room]]
            left = left[room:]
    if page:
        yield page


def draw_lines(lines: Sequence[Line], canvas: Canvas) -> None:
    """At most a page of them."""
    for number, line in enumerate(lines):
        y = BODY_TOP - number * LINE_HEIGHT - 10
        if isinstance(line, str):
            draw_fitted(canvas, SIDE, y, fitted(line, "Helvetica-Bold", 2 * _COLUMN, _TITLE))
        else:
            draw_fitted(canvas, SIDE, y, fitted(line.nama, "Helvetica", _COLUMN - _GAP, _CELL))
            draw_fitted(canvas, SIDE + _COLUMN, y, fitted(line.sebab, "Helvetica", _COLUMN, _CELL))
