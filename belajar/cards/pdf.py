"""The PDF of cards. Light to import: reportlab is loaded with the first card, not with the function."""

from collections.abc import Sequence
from datetime import datetime

from belajar.cards import CardGroup


def cards_pdf(groups: Sequence[CardGroup], made_at: datetime) -> bytes:
    """A4 with ten cards to cut out on a page, group by group; those without a card are listed on the last pages.

    The same bytes for the same groups and time. Never empty: without anybody one page says so.
    """
    from belajar.cards.booklet import booklet  # noqa: PLC0415 - who asks for a list needs no reportlab

    return booklet(groups, made_at)
