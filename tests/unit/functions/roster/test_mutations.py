"""A good file, damaged at random: no step falls over, and no line goes missing between accepted and rejected."""

from datetime import date
from random import Random

import pytest

from belajar.errors import FinalError
from functions.roster.head import HEAD_BYTES, read_head
from functions.roster.lines import read_lines
from functions.roster.records import is_blank
from functions.roster.rejects import render
from functions.roster.rows import Form, read_row
from functions.roster.scan import LINES_PER_CHUNK, cut_chunks
from schemas.events import RosterScanned

PIECES = [
    b"\n", b"\r", b"\r\n", b"\n\n", b'"', b'""', b";", b",", b"\x00", b"\x0b", b"\x1c", b"\xff", b"\xc0\x80",
    b"\xed\xa0\x80", b"\xef\xbb\xbf", b"=1+1", *(char.encode() for char in "\x85\u2028\u202e\U0001f600"),
]  # fmt: skip


def damaged(content: bytes, random: Random) -> bytes:
    data = bytearray(content)
    for _ in range(random.randrange(1, 6)):
        # Seldom in the header: then the whole file is refused, and nothing else is tried.
        start = random.randrange(0 if random.random() < 0.03 else content.index(b"\n") + 1, len(content))
        end = start + random.choice((0, 0, 1, random.randrange(40)))
        data[start:end] = random.choice((b"", random.choice(PIECES), random.randbytes(2), bytes(data[start:end]) * 2))
    return bytes(data)


def accounted_for(content: bytes) -> bool:
    """Whether the file was read; every line of a file that was is either accepted or rejected under its number."""

    def read(start: int, length: int) -> bytes:
        return content[start : start + length]

    try:
        head = read_head(content[:HEAD_BYTES], len(content))
    except FinalError:
        return False
    form = Form(head.columns, head.delimiter, (b"pepper",), date(2026, 7, 13))
    begun = RosterScanned(import_id="0" * 32, offset=head.offset, line=2, chunks=0)
    expected = dict(enumerate(content[head.offset :].split(b"\n"), start=2))
    outcomes: dict[int, bool] = {}
    for chunk, _ in cut_chunks(read_lines(read, head.offset, len(content)), begun):
        lines = read_lines(read, chunk.start, chunk.start + chunk.length)
        for number, line in enumerate(lines, start=chunk.first_line):
            if not is_blank(line.content):
                row, problems = read_row(number, line.content, form)
                assert {problem.line for problem in problems} <= {number}
                assert (row is None) == any(not problem.warning for problem in problems)
                assert len(render(problems).splitlines()) == len(problems)
                outcomes[number] = row is not None
    assert outcomes.keys() == {number for number, line in expected.items() if not is_blank(line.removesuffix(b"\r"))}
    return True


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file(file_of, pupil, seed):
    random = Random(seed)
    read = 0
    for _ in range(500):
        newline, delimiter = random.choice([b"\n", b"\r\n"]), random.choice(";,")
        people = [pupil(number) for number in range(random.randrange(1, 5))]
        read += accounted_for(damaged(file_of(*people, newline=newline, delimiter=delimiter), random))
    assert read > 250, "most were damaged below the header"


@pytest.mark.parametrize("rows", [1, LINES_PER_CHUNK - 1, LINES_PER_CHUNK, LINES_PER_CHUNK + 1, 2 * LINES_PER_CHUNK])
@pytest.mark.parametrize("tail", [b"", b"\n", b"\r\n\r\n", b"junk", b"\xff", b'"'])
def test_files_at_the_edge_of_a_chunk_with_something_behind(file_of, pupil, rows, tail):
    content = file_of(*[pupil(number) for number in range(rows)])
    assert accounted_for(content + tail)
    assert accounted_for(content.rstrip(b"\n") + tail)
