"""The list as CSV for spreadsheets: UTF-8 with its mark, CRLF, every cell quoted, and none that could be a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from functions.download.rows import Row

HEADER: Final = ("nama", "kelas", "rombel", "user_id", "kata_sandi_awal", "status")
ROWS_PER_PIECE: Final = 200
_MARK: Final = "\ufeff"
_FORMULA: Final = re.compile(r"(^|[,;|\t\r\n])(?=\s*[=+\-@\t\r\n＝＋－＠−])")
"""Also behind a separator: a spreadsheet that splits at another one than ours would begin a cell there."""


def csv_pieces(rows: Sequence[Row], separator: str) -> Iterator[bytes]:
    """All is encoded when this returns: nothing is left that could fail on the way."""
    starts = range(0, len(rows), ROWS_PER_PIECE)
    pieces = [_lines(map(_cells, rows[start : start + ROWS_PER_PIECE]), separator) for start in starts]
    return iter([_MARK.encode() + _lines([HEADER], separator), *pieces])


def safe(cell: str) -> str:
    """The cell with an apostrophe before everything that Excel, LibreOffice or Sheets would calculate."""
    return _FORMULA.sub(r"\1'", cell)


def _cells(row: Row) -> Sequence[str]:
    grade = "" if row.tingkat is None else str(row.tingkat)
    return [safe(cell) for cell in (row.nama, grade, row.rombel, row.akun, row.kata_sandi, row.status)]


def _lines(lines: Iterable[Sequence[str]], separator: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
