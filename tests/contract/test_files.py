"""The Files port: folders, and Cloud Storage's API on the wire."""

import pytest

from belajar.errors import FinalError, Reason

NAMES = ["plain.csv", "in/2026/roster kelas 1.csv", "in/ñ/Nur'aini & co?#%.csv", "in/a+b=c.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_is_read_back_whatever_its_name(files, name):
    files.write("rosters", name, b"\x00\xff;data\r\n")

    assert files.stat("rosters", name).size == 9
    assert files.read("rosters", name, 0, 100) == b"\x00\xff;data\r\n"
    assert files.list("rosters", "") == [name]


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [(0, 4, b"0123"), (3, 4, b"3456"), (8, 4, b"89"), (9, 1, b"9"), (10, 5, b""), (50, 1, b"")],
)
def test_a_range_is_cut_at_the_end_of_the_object(files, start, length, expected):
    files.write("rosters", "file", b"0123456789")

    assert files.read("rosters", "file", start, length) == expected


@pytest.mark.parametrize(("start", "length"), [(-1, 5), (0, 0), (3, -1)])
def test_a_range_that_makes_no_sense_is_refused(files, start, length):
    with pytest.raises(ValueError, match="range"):
        files.read("rosters", "file", start, length)


def test_an_empty_object_is_there_and_has_nothing_to_read(files):
    files.write("rosters", "empty", b"")

    assert files.stat("rosters", "empty").size == 0
    assert files.read("rosters", "empty", 0, 10) == b""


def test_a_missing_object_has_no_size_and_cannot_be_read(files):
    assert files.stat("rosters", "missing") is None
    with pytest.raises(FinalError) as caught:
        files.read("rosters", "missing", 0, 1)
    assert caught.value.reason == Reason.MISSING_FILE


def test_a_second_write_replaces_the_whole_object(files):
    files.write("rosters", "file", b"a long content")
    files.write("rosters", "file", b"short")

    assert files.read("rosters", "file", 0, 100) == b"short"


def test_names_are_listed_by_prefix_and_sorted_within_their_bucket(files):
    for name in ("in/b", "in/a", "in2/c", "out/d", "in/A", "in/é"):
        files.write("rosters", name, b"x")
    files.write("others", "in/e", b"x")

    assert files.list("rosters", "in/") == ["in/A", "in/a", "in/b", "in/é"]
    assert files.list("rosters", "in") == ["in/A", "in/a", "in/b", "in/é", "in2/c"]
    assert files.list("rosters", "nothing") == []


def test_more_names_than_fit_on_a_page_are_all_listed(files):
    names = [f"many/{number:04}" for number in range(1005)]
    for name in names:
        files.write("rosters", name, b"")

    assert files.list("rosters", "many/") == names


def test_a_large_object_passes_whole(files):
    data = bytes(range(256)) * 20_000
    files.write("rosters", "large", data)

    assert files.read("rosters", "large", 1_000_000, 4_000_000) == data[1_000_000:5_000_000]


def test_a_reader_notices_that_the_object_was_replaced(files):
    files.write("rosters", "file", b"one")
    first = files.stat("rosters", "file").generation
    assert files.read("rosters", "file", 0, 10, first) == b"one"
    files.write("rosters", "file", b"two")

    with pytest.raises(FinalError) as caught:
        files.read("rosters", "file", 0, 10, first)
    assert caught.value.reason == Reason.REPLACED_FILE
    assert files.read("rosters", "file", 0, 10, files.stat("rosters", "file").generation) == b"two"


def test_the_digest_is_of_the_content_only(files):
    files.write("rosters", "one", b"content")
    files.write("rosters", "two", b"content")
    files.write("rosters", "three", b"other")

    assert files.digest("rosters", "one") == files.digest("rosters", "two") != files.digest("rosters", "three")
    with pytest.raises(FinalError):
        files.digest("rosters", "missing")
