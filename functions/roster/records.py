"""One line of bytes to the cells of one record; whatever is wrong hurts this line only (docs/decisions/0003)."""

import csv


class RecordError(Exception):
    """Why a line is no record: an Indonesian sentence without anything of the line in it."""


def parse_record(content: bytes | None, columns: list[str], delimiter: str) -> dict[str, str]:
    """Cells by column. `content` None stands for a line over the limit. Raises RecordError."""
    if content is None:
        raise RecordError("Baris lebih panjang dari 64 KiB.")
    cells = _cells(_decoded(content), delimiter)
    if len(cells) < len(columns):
        raise RecordError(f"Baris terpotong: {len(cells)} dari {len(columns)} kolom.")
    if len(cells) > len(columns):
        raise RecordError(f"Ada {len(cells)} kolom, seharusnya {len(columns)}. Periksa tanda pemisah di dalam isian.")
    return dict(zip(columns, cells, strict=True))


def is_blank(content: bytes | None) -> bool:
    """Nothing but spaces and delimiters: what spreadsheets leave below the last row. No record."""
    return content is not None and not content.strip(b"\xef\xbb\xbf ;,\t\r")


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise RecordError("Baris bukan UTF-8. Simpan berkas sebagai CSV UTF-8.") from None


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        [cells] = csv.reader([text], delimiter=delimiter, strict=True)
    except csv.Error:
        raise RecordError("Tanda kutip tidak berpasangan atau salah tempat.") from None
    return cells
