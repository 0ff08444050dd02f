"""What an uploaded letter really is, by its first and last bytes: the name and the declared type prove nothing."""

import re
import struct
import zlib

HEAD_BYTES = 4096
TAIL_BYTES = 1024
"""How much of an object `kind_of` wants to see. A smaller object is given whole, twice."""

_PDF_HEAD = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n \t]")
_PDF_TAIL = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*$")
_PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_PNG_TAIL = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_JPEG_START = b"\xff\xd8"
_JPEG_FIRST = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)})
_JPEG_SCAN = 0xDA
_FOREIGN = re.compile(rb"<script|<\?php|<html|<svg|<!doctype|PK\x05\x06", re.IGNORECASE)
"""Marks of a second file inside the first: a page, a program, the end of a zip archive."""


def kind_of(head: bytes, tail: bytes) -> str | None:
    """`application/pdf`, `image/jpeg` or `image/png` when the bytes begin (and end) as such a file does, else None.

    It says what a file is not, never that it is harmless: show it as a download, with its type fixed.
    """
    if _FOREIGN.search(head) or _FOREIGN.search(tail):
        return None
    if _PDF_HEAD.match(head):
        return "application/pdf" if _PDF_TAIL.search(tail) else None
    if head.startswith(_PNG_HEAD):
        return "image/png" if _is_png_header(head) and tail.endswith(_PNG_TAIL) else None
    return "image/jpeg" if head.startswith(_JPEG_START) and _has_jpeg_segments(head) else None


def _is_png_header(head: bytes) -> bool:
    """The first chunk: a size, a depth that goes with the colour type, and its checksum."""
    header = head[12:33]
    if len(header) < 21:  # noqa: PLR2004
        return False
    width, height, depth, colour, compression, filtering, interlace, checksum = struct.unpack(">4x2I5BI", header)
    plausible = width and height and depth in _PNG_DEPTHS.get(colour, ()) and interlace in (0, 1)
    return bool(plausible) and compression == filtering == 0 and checksum == zlib.crc32(header[:17])


def _has_jpeg_segments(head: bytes) -> bool:
    """Markers with lengths, one behind the other, up to the scan or as far as the head goes; at least one is whole.

    Nothing is asked of the end: cameras append data of their own.
    """
    at = len(_JPEG_START)
    if not _is_jpeg_segment(head, at, _JPEG_FIRST):
        return False
    while at + 4 <= len(head) and head[at + 1] != _JPEG_SCAN:
        if not _is_jpeg_segment(head, at, _JPEG_FIRST | {_JPEG_SCAN}):
            return False
        at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return True


def _is_jpeg_segment(head: bytes, at: int, markers: frozenset[int]) -> bool:
    marker = head[at : at + 4]
    return len(marker) == 4 and marker[0] == 0xFF and marker[1] in markers and marker[2:] >= b"\x00\x02"  # noqa: PLR2004
