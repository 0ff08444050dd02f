"""Puts pages together: headings, page numbers, cards first and then the list of those without one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from belajar.cards import CardGroup
from belajar.cards.face import PER_PAGE, define_card, draw_cards
from belajar.cards.listing import draw_lines, list_pages
from belajar.cards.sheet import BODY_TOP, HEIGHT, SIDE, WIDTH, Drawing, frame
from belajar.rules.working_days import WIB

WITHOUT: Final = "Tanpa kartu"
NOBODY: Final = "Belum ada akun yang dapat dicetak."


@dataclass(frozen=True, slots=True)
class Page:
    """What stands above it, and what draws the rest."""

    heading: str
    draw: Drawing


def booklet(groups: Sequence[CardGroup], made_at: datetime) -> bytes:
    """See belajar.cards.pdf."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1, lang="id")
    canvas.setTitle("Kartu Akun Pembelajaran")
    canvas.setAuthor("belajar.id")
    define_card(canvas)
    pages = [*_card_pages(groups), *_list_pages(groups)] or [Page(WITHOUT, _nobody)]
    made_on = f"Dibuat {made_at.astimezone(WIB):%d-%m-%Y pukul %H.%M} WIB"
    for number, page in enumerate(pages, start=1):
        frame(canvas, page.heading, made_on, f"Halaman {number} dari {len(pages)}")
        page.draw(canvas)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _card_pages(groups: Sequence[CardGroup]) -> Iterator[Page]:
    for group in groups:
        for start in range(0, len(group.cards), PER_PAGE):
            yield Page(group.judul, partial(draw_cards, group.cards[start : start + PER_PAGE]))


def _list_pages(groups: Sequence[CardGroup]) -> Iterator[Page]:
    for lines in list_pages(groups):
        yield Page(WITHOUT, partial(draw_lines, lines))


def _nobody(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(SIDE, BODY_TOP - 14, NOBODY)
