"""The beginning of a file: what is accepted as a roster, and the sentence for what is not."""

import pytest

from belajar.errors import FinalError, Reason
from functions.roster.head import HEAD_BYTES, read_head
from schemas.roster import COLUMNS

NAMES = ";".join(COLUMNS)
ROW = b"\nx"


def refusal(content: bytes) -> FinalError:
    with pytest.raises(FinalError) as caught:
        read_head(content[:HEAD_BYTES], len(content))
    return caught.value


def head(content: bytes):
    return read_head(content[:HEAD_BYTES], len(content))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_the_offset_is_the_first_byte_of_the_first_row(bom, newline, delimiter):
    content = bom + delimiter.join(COLUMNS).encode() + newline + b"first row"
    found = head(content)
    assert found.delimiter == delimiter
    assert found.columns == list(COLUMNS)
    assert content[found.offset :] == b"first row"


def test_names_are_taken_in_any_order_case_and_quoting():
    names = [f'" {name.upper()} "' for name in reversed(COLUMNS)]
    assert head(",".join(names).encode() + ROW).columns == list(reversed(COLUMNS))


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\n ", b"\xef\xbb\xbf", NAMES.encode(), NAMES.encode() + b"\n", NAMES.encode() + b"\r\n"]
)
def test_a_file_without_a_row_is_empty(content):
    assert refusal(content).reason is Reason.EMPTY_FILE


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\x00", "kompresi"),
        (b"\n <!doctype html>", "halaman web"),
        (b'{"people": []}', "JSON"),
        (b"[1, 2]", "JSON"),
        (b"just a sentence\nand one more", "titik koma"),
        (b'"a;b\nc', "judul kolom CSV"),
        (b"x" * (HEAD_BYTES + 1), "terlalu panjang"),
    ],
)
def test_what_is_no_csv_is_refused_with_a_sentence_that_says_what_it_is(content, word):
    error = refusal(content)
    assert error.reason is Reason.NOT_CSV
    assert word in error.detail


@pytest.mark.parametrize(
    "content",
    [
        (NAMES + "\nx").encode("utf-16"),
        (NAMES + "\nx").encode("utf-16-le"),
        (NAMES + "\nx").encode("utf-32"),
        b"\x00\x00\xfe\xff" + (NAMES + "\nx").encode("utf-32-be"),
        NAMES.encode() + b"\nnul\x00",
        NAMES.encode() + b";r\xe9gion\nx",
    ],
)
def test_another_encoding_is_refused(content):
    assert refusal(content).reason is Reason.WRONG_ENCODING


def test_missing_columns_are_all_named():
    error = refusal(NAMES.replace("nik;", "").replace("npsn;", "").encode() + ROW)
    assert error.reason is Reason.MISSING_COLUMN
    assert error.detail == "Kolom tidak ada: nik, npsn."


def test_a_file_without_header_is_refused_without_telling_whom_it_begins_with():
    error = refusal(b"Siti Aminah;2014-05-17;3204115705140001\nx")
    assert error.reason is Reason.MISSING_COLUMN
    assert not [secret for secret in ("siti", "2014", "3204") if secret in error.detail.lower()]


def test_a_doubled_column_is_refused_and_named():
    error = refusal(f"{NAMES};NIK".encode() + ROW)
    assert error.reason is Reason.DUPLICATE_COLUMN
    assert "nik" in error.detail


@pytest.mark.parametrize(("extra", "named"), [("agama", "agama"), ("", "(tanpa judul)")])
def test_an_unknown_column_is_refused_and_named(extra, named):
    error = refusal(f"{NAMES};{extra}".encode() + ROW)
    assert error.reason is Reason.UNKNOWN_COLUMN
    assert named in error.detail
