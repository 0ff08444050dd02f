"""Cuts a file into physical lines in flat memory (docs/decisions/0003: one record is one line)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from functions.roster.deps import ReadBytes

BLOCK_BYTES: Final = 1_048_576
MAX_LINE_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Line:
    """Bytes `start` to `end` (behind the line break). `content` has no line break; None = longer than the limit."""

    start: int
    end: int
    content: bytes | None


def read_lines(read: ReadBytes, start: int, end: int) -> Iterator[Line]:
    """Every line from `start` to `end`; LF or CRLF, the last one also without.

    Never holds more than one block and one line: of a line over the limit only the length is kept.
    """
    begin, carry, dropped = start, b"", 0
    while start < end and (block := read(start, min(BLOCK_BYTES, end - start))):
        start += len(block)
        *whole, carry = (carry + block).split(b"\n")
        for content in whole:
            stop = begin + dropped + len(content) + 1
            yield Line(begin, stop, _bounded(content, dropped))
            begin, dropped = stop, 0
        if len(carry) > MAX_LINE_BYTES:
            carry, dropped = b"", dropped + len(carry)
    if carry or dropped:
        yield Line(begin, begin + dropped + len(carry), _bounded(carry, dropped))


def _bounded(content: bytes, dropped: int) -> bytes | None:
    return None if dropped or len(content) > MAX_LINE_BYTES else content.removesuffix(b"\r")
