"""Reads back the text of a PDF that reportlab wrote: lines with their place, face and size, page by page."""

import base64
import re
import zlib
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth

TOKEN = re.compile(
    rb"\((?P<text>(?:\\.|[^\\()])*)\) Tj|1 0 0 1 (?P<x>\S+) (?P<y>\S+) (?P<move>cm|Tm)"
    rb"|/(?P<face>F\d+) (?P<size>\S+) Tf|/FormXob\.(?P<form>\w+) Do|\b(?P<stack>[qQ])\b",
    re.DOTALL,
)
ESCAPE = re.compile(rb"\\(\d{3}|.)", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Text of one face and size."""

    text: str
    face: str
    size: float


@dataclass
class Line:
    """What stands on one baseline, from `x`."""

    x: float
    y: float
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def right(self) -> float:
        return self.x + sum(stringWidth(piece.text, piece.face, piece.size) for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    def bold(self) -> str:
        """The part of the text that is printed in bold."""
        return "".join(piece.text for piece in self.pieces if piece.face.endswith("-Bold"))


def pages_of(pdf: bytes) -> list[list[Line]]:
    """Lines of each page, in the order they were drawn."""
    return Reader(pdf).pages()


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


class Reader:
    def __init__(self, pdf: bytes) -> None:
        found = re.findall(rb"(\d+) 0 obj\s*(.*?)endobj", pdf, re.DOTALL)
        self._objects = {int(number): body for number, body in found}
        self._faces = self._named(rb"/(F\d+) (\d+) 0 R")
        self._forms = self._named(rb"/FormXob\.(\w+) (\d+) 0 R")

    def pages(self) -> list[list[Line]]:
        [tree] = [body for body in self._objects.values() if b"/Type /Pages" in body]
        kids = re.search(rb"/Kids \[ (.*?) \]", tree)
        assert kids
        numbers = [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1])]
        return [self._page(self._objects[number]) for number in numbers]

    def _named(self, pattern: bytes) -> dict[str, int]:
        return {
            name.decode(): int(number) for body in self._objects.values() for name, number in re.findall(pattern, body)
        }

    def _page(self, page: bytes) -> list[Line]:
        contents = re.search(rb"/Contents (\d+) 0 R", page)
        assert contents
        return self._lines(int(contents[1]), 0, 0)

    def _stream(self, number: int) -> bytes:
        found = re.search(rb"stream\r?\n(.*?)~>\s*endstream", self._objects[number], re.DOTALL)
        assert found
        return zlib.decompress(base64.a85decode(found[1]))

    def _lines(self, number: int, left: float, bottom: float) -> list[Line]:
        lines: list[Line] = []
        stack: list[tuple[float, float]] = []
        face, size = "", 0.0
        for token in TOKEN.finditer(self._stream(number)):
            if token["stack"] == b"q":
                stack.append((left, bottom))
            elif token["stack"] == b"Q":
                left, bottom = stack.pop()
            elif token["face"]:
                face, size = self._face(token["face"].decode()), float(token["size"])
            elif token["form"]:
                lines += self._lines(self._forms[token["form"].decode()], left, bottom)
            elif token["move"] == b"cm":
                left, bottom = left + float(token["x"]), bottom + float(token["y"])
            elif token["move"]:
                lines.append(Line(left + float(token["x"]), bottom + float(token["y"])))
            else:
                lines[-1].pieces.append(Piece(unescaped(token["text"]), face, size))
        return [line for line in lines if line.pieces]

    def _face(self, name: str) -> str:
        found = re.search(rb"/BaseFont /(\S+)", self._objects[self._faces[name]])
        assert found
        return found[1].decode()


def unescaped(text: bytes) -> str:
    def meant(escape: re.Match[bytes]) -> bytes:
        return bytes([int(escape[1], 8)]) if escape[1].isdigit() else escape[1]

    return ESCAPE.sub(meant, text).decode("cp1252")
