"""The face of one card, and ten of them on a page between dashed lines to cut along."""

import re
from collections.abc import Sequence
from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from belajar.cards import Card
from belajar.cards.fitting import Fits, draw_fitted, fitted, printable
from belajar.cards.sheet import BODY_BOTTOM, BODY_TOP, SIDE, WIDTH

COLUMNS: Final = 2
ROWS: Final = 5
PER_PAGE: Final = COLUMNS * ROWS
CARD_WIDTH: Final = (WIDTH - 2 * SIDE) / COLUMNS
CARD_HEIGHT: Final = (BODY_TOP - BODY_BOTTOM) / ROWS
PADDING: Final = 10.0
INNER: Final = CARD_WIDTH - 2 * PADDING
PLAIN, BOLD, ITALIC, MONO = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Courier"
_LAST, _LIMIT_SIZE = 146, 6.8
STATIC: Final[Sequence[tuple[float, str, float, str]]] = (
    (55, PLAIN, 6.5, "User ID"),
    (86, PLAIN, 6.5, "Kata sandi awal"),
    (108, ITALIC, 6.5, "Semua huruf ditulis kecil. Yang dicetak tebal adalah angka."),
    (119, PLAIN, 6.8, "1. Buka mail.google.com, lalu masukkan User ID dan kata sandi awal ini."),
    (127, PLAIN, 6.8, "2. Baca syarat dan ketentuan, lalu pilih Terima."),
    (135, PLAIN, 6.8, "3. Buat kata sandi baru yang hanya Anda ketahui, lalu pilih Ubah Sandi."),
    (_LAST, BOLD, _LIMIT_SIZE, "RAHASIA: hanya untuk pemilik akun ini."),
)
"""Points below the upper edge, face, size, words (steps: the seed's "Cara Aktivasi")."""
_FORM: Final = "kartu"
_NAME: Final[Fits] = ((11, 1), (10, 2), (8, 2), (6.5, 3), (5, 3))
_PLACE: Final[Fits] = ((8, 1), (6.5, 1), (5, 1))
_PASSWORD_SIZE: Final = 12.0
_ADDRESS_SIZE: Final = 10.5
_SHORT_ADDRESS: Final = 9.0
"""An address that would be smaller than this in one line is broken before its @."""
_RUNS: Final = re.compile(r"\d+|\D+")


def define_card(canvas: Canvas) -> None:
    """What all cards have in common, once for the whole document."""
    canvas.beginForm(_FORM, 0, 0, CARD_WIDTH, CARD_HEIGHT)
    for below, face, size, words in STATIC:
        canvas.setFont(face, size)
        canvas.drawString(PADDING, CARD_HEIGHT - below, words)
    canvas.endForm()


def draw_cards(cards: Sequence[Card], canvas: Canvas) -> None:
    """At most a page of them, row by row."""
    for number, card in enumerate(cards):
        row, column = divmod(number, COLUMNS)
        canvas.saveState()
        canvas.translate(SIDE + column * CARD_WIDTH, BODY_TOP - (row + 1) * CARD_HEIGHT)
        canvas.doForm(_FORM)
        _draw_card(canvas, card)
        canvas.restoreState()
    _cut_lines(canvas, -(-len(cards) // COLUMNS))


def _draw_card(canvas: Canvas, card: Card) -> None:
    draw_fitted(canvas, PADDING, CARD_HEIGHT - 19, fitted(card.nama, BOLD, INNER, _NAME))
    place = ", ".join(part for part in (card.kelas, card.sekolah) if part)
    draw_fitted(canvas, PADDING, CARD_HEIGHT - 44, fitted(place, PLAIN, INNER, _PLACE))
    size, lines = address_lines(card.akun)
    for number, line in enumerate(lines):
        _draw_exact(canvas, CARD_HEIGHT - 66 - number * 10, line, size)
    _draw_exact(canvas, CARD_HEIGHT - 99, card.kata_sandi, _exact_size(card.kata_sandi, _PASSWORD_SIZE))
    if card.batas:
        canvas.setFont(BOLD, _LIMIT_SIZE)
        canvas.drawRightString(CARD_WIDTH - PADDING, CARD_HEIGHT - _LAST, f"Pakai sebelum {card.batas}.")


def address_lines(akun: str) -> tuple[float, list[str]]:
    """Size and one line, or two for a long one: never cut off, and broken only where nobody would type a space."""
    size = _exact_size(akun, _ADDRESS_SIZE)
    if size >= _SHORT_ADDRESS:
        return size, [akun]
    name, _, domain = akun.partition("@")
    lines = [name, f"@{domain}"]
    return min(_exact_size(line, _SHORT_ADDRESS) for line in lines), lines


def _exact_size(text: str, most: float) -> float:
    """The largest size up to `most` at which one line holds it all."""
    return min(most, INNER / stringWidth(text, MONO, 1))


def _draw_exact(canvas: Canvas, y: float, text: str, size: float) -> None:
    """What is typed sign by sign: same widths, and figures in bold, so that 1 and l, 0 and o cannot be mixed up."""
    line = canvas.beginText(PADDING, y)
    for run in _RUNS.findall(printable(text)):
        line.setFont(f"{MONO}-Bold" if run.isdigit() else MONO, size)
        line.textOut(run)
    canvas.drawText(line)


def _cut_lines(canvas: Canvas, rows: int) -> None:
    canvas.setDash(4, 3)
    canvas.setLineWidth(0.5)
    bottom = BODY_TOP - rows * CARD_HEIGHT
    across = [(SIDE, y, WIDTH - SIDE, y) for y in (BODY_TOP - row * CARD_HEIGHT for row in range(rows + 1))]
    down = [(x, bottom, x, BODY_TOP) for x in (SIDE + column * CARD_WIDTH for column in range(COLUMNS + 1))]
    canvas.lines(across + down)
