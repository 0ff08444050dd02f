"""One sheet of A4 in points: its margins, and what stands on each."""

from collections.abc import Callable
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from belajar.cards.fitting import draw_fitted, fitted

WIDTH: Final = 595.28
HEIGHT: Final = 841.89
SIDE: Final = 28.0
BODY_TOP: Final = HEIGHT - 46
BODY_BOTTOM: Final = 32.0
WARNING: Final = "Rahasia. Gunting, lalu serahkan setiap kartu hanya kepada pemiliknya. Musnahkan sisanya."
_HEADINGS: Final = ((14.0, 1), (10.0, 1), (7.0, 2), (5.0, 2))
_SMALL: Final = 7.5
Drawing = Callable[[Canvas], None]


def frame(canvas: Canvas, heading: str, made_on: str, number: str) -> None:
    """Heading above, warning, time and page number below."""
    draw_fitted(canvas, SIDE, HEIGHT - 34, fitted(heading, "Helvetica-Bold", WIDTH - 2 * SIDE, _HEADINGS))
    canvas.setFont("Helvetica", _SMALL)
    canvas.drawString(SIDE, 18, WARNING)
    canvas.drawRightString(WIDTH - SIDE, 18, f"{made_on}  |  {number}")
