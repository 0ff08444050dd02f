import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belajar.rules.letters import HEAD_BYTES, TAIL_BYTES, kind_of

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + b"1 0 obj\n<<>>\nendobj\n" * 400 + b"startxref\n8123\n%%EOF"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*header):
    fields = header or (640, 480, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", struct.pack(">2I5B", *fields))
        + chunk(b"IDAT", zlib.compress(bytes(9000), 0))
        + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments, end=b"\xff\xd9"):
    parts = segments or (segment(0xE0, b"JFIF\0" + bytes(9)), segment(0xDB, bytes(65)), segment(0xC0, bytes(15)))
    return b"\xff\xd8" + b"".join(parts) + segment(0xDA, bytes(10)) + b"\x5a" * 6000 + end


def judged(data):
    return kind_of(data[:HEAD_BYTES], data[-TAIL_BYTES:])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (PDF + b"\r\n", "application/pdf"),
        (PDF.replace(b"1.4", b"2.0"), "application/pdf"),
        (png(), "image/png"),
        (jpeg(), "image/jpeg"),
        (jpeg(segment(0xE1, b"Exif\0\0" + bytes(60000)), segment(0xDB, bytes(65))), "image/jpeg"),
        (jpeg(end=b"\xff\xd9" + b"\0\0SEFT"), "image/jpeg"),
    ],
)
def test_a_letter_is_known_by_its_content(data, kind):
    assert judged(data) == kind


def test_a_small_letter_is_judged_whole():
    small = b"%PDF-1.7\nstartxref\n9\n%%EOF\n"
    assert kind_of(small, small) == "application/pdf"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"#!/bin/sh\necho hello\n",
        b"<!DOCTYPE html><html><body>surat</body></html>",
        b"<?php system($_GET['x']); ?>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"PK\x03\x04" + bytes(100),
        b"MZ\x90\x00" + bytes(100),
        b"GIF89a" + bytes(100),
        b"surat permohonan",
    ],
)
def test_what_is_no_letter_is_refused(data):
    assert judged(data) is None


@pytest.mark.parametrize("data", [PDF, png(), jpeg()])
@pytest.mark.parametrize("before", [b"<html>", b"#!/bin/sh\n", b"\n", b"\xef\xbb\xbf", b"GIF89a"])
def test_a_letter_behind_something_else_is_refused(data, before):
    assert judged(before + data) is None


@pytest.mark.parametrize("data", [PDF, png(), jpeg()])
@pytest.mark.parametrize("after", [b"PK\x05\x06" + bytes(18), b"<SCRIPT>alert(1)</SCRIPT>", b"<?php x ?>"])
def test_a_letter_with_something_behind_it_is_refused(data, after):
    assert judged(data + after) is None


@pytest.mark.parametrize("data", [PDF[:-300], png()[:-300], PDF.replace(b"startxref", b"startxxxx"), PDF + b"tail"])
def test_a_cut_off_or_unfinished_letter_is_refused(data):
    assert judged(data) is None


@pytest.mark.parametrize("version", [b"1.9", b"9.9", b"1", b"1.44"])
def test_a_pdf_of_no_known_version_is_refused(version):
    assert judged(PDF.replace(b"1.4", version, 1)) is None


@pytest.mark.parametrize(
    "header",
    [(0, 480, 8, 2, 0, 0, 0), (640, 480, 3, 2, 0, 0, 0), (640, 480, 8, 5, 0, 0, 0), (640, 480, 8, 2, 1, 0, 0)],
)
def test_a_png_with_an_impossible_header_is_refused(header):
    assert judged(png(*header)) is None


def test_a_png_header_with_a_wrong_checksum_is_refused():
    data = bytearray(png())
    data[29] ^= 1
    assert judged(bytes(data)) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x01" + bytes(100),
        b"\xff\xd8\xff\x00\x00\x10" + bytes(100),
        b"\xff\xd8\xff\xe0\x00\x10" + bytes(14) + b"#!/bin/sh",
        b"\xff\xd8" + segment(0xDA, bytes(10)),
    ],
)
def test_a_jpeg_without_a_row_of_segments_is_refused(data):
    assert judged(data) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_judged_without_an_error(data):
    assert kind_of(data, data) is None
    for start in (b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\xff\xd8\xff\xe0"):
        assert kind_of(start + data, data) in {None, "application/pdf", "image/png", "image/jpeg"}
