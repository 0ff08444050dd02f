"""One line to one record; sentences hold nothing of the line."""

import pytest

from functions.roster.records import RecordError, is_blank, parse_record

COLUMNS = ["a", "b", "c"]


def sentence(content):
    with pytest.raises(RecordError) as caught:
        parse_record(content, COLUMNS, ";")
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "delimiter", "cells"),
    [
        (b"1;2;3", ";", ["1", "2", "3"]),
        (b"1,2,3", ",", ["1", "2", "3"]),
        (b'"1;1";"a ""b""";', ";", ["1;1", 'a "b"', ""]),
        ("é;ü;ñ".encode(), ";", ["é", "ü", "ñ"]),
        (b"O'Neil;5\" pipe;x", ";", ["O'Neil", '5" pipe', "x"]),
    ],
)
def test_a_record_is_read_with_quotes_and_either_delimiter(content, delimiter, cells):
    assert parse_record(content, COLUMNS, delimiter) == dict(zip(COLUMNS, cells, strict=True))


def test_a_half_line_is_called_cut_off():
    assert sentence(b"1;2") == "Baris terpotong: 2 dari 3 kolom."


def test_too_many_cells_point_to_the_delimiter():
    assert "Ada 4 kolom, seharusnya 3" in sentence(b"1;2;3;4")


@pytest.mark.parametrize("content", [b'"1;2;3', b'"1"x;2;3', b"1;2\r3;4"])
def test_a_stray_quote_or_break_is_told(content):
    assert "Tanda kutip" in sentence(content)


@pytest.mark.parametrize("content", [b"Ren\xe9;2;3", b"\xff;2;3", b"a\xc3;2;3"])
def test_bytes_that_are_no_utf_8_are_told(content):
    assert "bukan UTF-8" in sentence(content)


def test_a_line_over_the_limit_is_told():
    assert "64 KiB" in sentence(None)


@pytest.mark.parametrize("content", [b"", b"  ", b";;;;", b",,,", b"\r"])
def test_lines_without_any_content_are_no_records(content):
    assert is_blank(content)


@pytest.mark.parametrize("content", [b";;0;;", None, b"x"])
def test_any_content_makes_a_line_a_record(content):
    assert not is_blank(content)
