"""Lines of a file: the same whatever the blocks, in flat memory."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.roster.lines import MAX_LINE_BYTES, read_lines


def reader(content: bytes, block: int = 1 << 20):
    """Reads `content`, at most `block` bytes at once, so that boundaries fall everywhere."""
    return lambda start, length: content[start : start + min(length, block)]


def naive(content: bytes) -> list[bytes]:
    lines = content.split(b"\n")
    return [line.removesuffix(b"\r") for line in (lines[:-1] if lines[-1] == b"" else lines)]


contents = st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\r", b'"', b";", "é".encode(), b"\x00"]), max_size=60).map(
    b"".join
)


@given(contents, st.integers(1, 9))
def test_lines_are_those_of_the_whole_file_wherever_blocks_end(content, block):
    lines = list(read_lines(reader(content, block), 0, len(content)))
    assert [line.content for line in lines] == naive(content)
    assert b"".join(content[line.start : line.end] for line in lines) == content


@given(contents, st.integers(1, 9), st.data())
def test_a_part_that_ends_behind_a_line_is_read_as_in_the_whole(content, block, data):
    lines = list(read_lines(reader(content), 0, len(content)))
    first = data.draw(st.integers(0, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    chosen = lines[first:last]
    if chosen:
        assert list(read_lines(reader(content, block), chosen[0].start, chosen[-1].end)) == chosen


@pytest.mark.parametrize("block", [1000, 1 << 20])
@pytest.mark.parametrize("length", [MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 3 * MAX_LINE_BYTES])
@pytest.mark.parametrize("end", [b"\nafter\n", b""])
def test_a_line_over_the_limit_is_known_only_by_its_place(block, length, end):
    content = b"before\n" + b"x" * length + end
    lines = list(read_lines(reader(content, block), 0, len(content)))
    kept = b"x" * length if length <= MAX_LINE_BYTES else None
    assert [line.content for line in lines] == [b"before", kept, b"after"][: 3 if end else 2]
    assert [line.start for line in lines][:2] == [0, 7]
    assert lines[-1].end == len(content)


def test_a_file_that_shrank_ends_early_instead_of_for_ever():
    assert [line.content for line in read_lines(reader(b"a\nb"), 0, 1000)] == [b"a", b"b"]


@pytest.mark.parametrize("line", [b"x" * 199 + b"\n", b"x" * 200], ids=["200 byte lines", "one endless line"])
def test_memory_does_not_grow_with_the_file(line):
    size = 40 * 1024 * 1024
    block = line * (1024 * 1024 // 200 + 2)
    tracemalloc.start()
    count = sum(1 for _ in read_lines(lambda start, length: block[start % 200 :][:length], 0, size))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == (-(-size // 200) if line.endswith(b"\n") else 1)
    assert peak < 8 * 1024 * 1024
