"""Looks at the beginning of a file: is it a roster at all, and in which order are its columns?

Sentences name only columns of ours or of a complete header: a file without a header begins with a person.
"""

import csv
from dataclasses import dataclass
from typing import Final

from belajar.errors import FinalError, Reason
from schemas.roster import COLUMNS

HEAD_BYTES: Final = 65_536
_BOM: Final = b"\xef\xbb\xbf"
_EXCEL: Final = "Berkas ini buku kerja Excel. Simpan sebagai CSV UTF-8, lalu kirim lagi."
_UTF_16: Final = "Berkas ini berkode UTF-16 atau UTF-32. Simpan sebagai CSV UTF-8, lalu kirim lagi."
_FORMATS: Final = (
    (b"PK\x03\x04", Reason.NOT_CSV, _EXCEL),
    (b"\xd0\xcf\x11\xe0", Reason.NOT_CSV, _EXCEL),
    (b"%PDF", Reason.NOT_CSV, "Berkas ini PDF, bukan CSV."),
    (b"\x1f\x8b", Reason.NOT_CSV, "Berkas ini terkompresi. Buka kompresinya, lalu kirim CSV-nya."),
    (b"<", Reason.NOT_CSV, "Berkas ini halaman web, bukan CSV. Unduh ulang dari Dapodik."),
    (b"{", Reason.NOT_CSV, "Berkas ini JSON, bukan CSV."),
    (b"[", Reason.NOT_CSV, "Berkas ini JSON, bukan CSV."),
    (b"\xff\xfe", Reason.WRONG_ENCODING, _UTF_16),
    (b"\xfe\xff", Reason.WRONG_ENCODING, _UTF_16),
    (b"\x00\x00\xfe\xff", Reason.WRONG_ENCODING, _UTF_16),
)


@dataclass(frozen=True, slots=True)
class Head:
    """`columns` in the file's order; `offset` is the byte behind the header line."""

    delimiter: str
    columns: list[str]
    offset: int


def read_head(block: bytes, size: int) -> Head:
    """Read the header from the first HEAD_BYTES of a file of `size` bytes.

    Raises FinalError whose detail is an Indonesian sentence for the sender.
    """
    body = block.removeprefix(_BOM)
    if not body.strip():
        raise FinalError(Reason.EMPTY_FILE, "Berkas kosong. Unduh ulang dari Dapodik, lalu kirim lagi.")
    _refuse_formats(body)
    line, newline, _ = body.partition(b"\n")
    if not newline and size > len(block):
        raise FinalError(Reason.NOT_CSV, "Baris pertama terlalu panjang untuk judul kolom.")
    header = _decoded(line.removesuffix(b"\r"))
    delimiter = ";" if header.count(";") >= header.count(",") else ","
    columns = _columns(header, delimiter)
    _check(columns)
    offset = len(block) - len(body) + len(line) + len(newline)
    if offset >= size:
        raise FinalError(Reason.EMPTY_FILE, "Berkas hanya berisi judul kolom, tanpa satu baris pun.")
    return Head(delimiter, columns, offset)


def _refuse_formats(body: bytes) -> None:
    for beginning, reason, text in _FORMATS:
        if body.lstrip(b" \t\r\n").startswith(beginning):
            raise FinalError(reason, text)
    if b"\x00" in body:
        raise FinalError(Reason.WRONG_ENCODING, _UTF_16)


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise FinalError(Reason.WRONG_ENCODING, "Judul kolom bukan UTF-8. Simpan sebagai CSV UTF-8.") from None


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        [names] = csv.reader([header], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        raise FinalError(Reason.NOT_CSV, "Baris pertama bukan judul kolom CSV.") from None
    if len(names) == 1:
        raise FinalError(Reason.NOT_CSV, "Kolom harus dipisah dengan titik koma (;) atau koma (,).")
    return [name.strip().lower() for name in names]


def _check(columns: list[str]) -> None:
    if missing := [name for name in COLUMNS if name not in columns]:
        raise FinalError(Reason.MISSING_COLUMN, f"Kolom tidak ada: {', '.join(missing)}.")
    if doubled := [name for name in COLUMNS if columns.count(name) > 1]:
        raise FinalError(Reason.DUPLICATE_COLUMN, f"Kolom ada lebih dari sekali: {', '.join(doubled)}.")
    if unknown := [name[:40] or "(tanpa judul)" for name in columns if name not in COLUMNS]:
        raise FinalError(Reason.UNKNOWN_COLUMN, f"Kolom tidak dikenal: {', '.join(unknown)}. Hapus kolom itu.")
