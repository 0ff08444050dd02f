"""Rows as they must not be: one maker per kind of fault a register extract has shown."""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Final

from devstack.sample.people import SamplePerson

Maker = Callable[[SamplePerson, str], bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """A bad line: where it is (1-based line of the file), its kind, and the column a reader should blame ("" = row)."""

    line: int
    kind: str
    column: str


def csv_line(cells: tuple[str, ...], delimiter: str) -> bytes:
    """One record; quoted only where needed, as spreadsheets do."""
    special = (delimiter, '"')
    quoted = ('"{}"'.format(cell.replace('"', '""')) if any(s in cell for s in special) else cell for cell in cells)
    return delimiter.join(quoted).encode()


def _cell(column: str, value: str) -> tuple[str, Maker]:
    return column, lambda person, delimiter: csv_line(astuple(replace(person, **{column: value})), delimiter)


def _half(person: SamplePerson, delimiter: str) -> bytes:
    return csv_line(astuple(person)[:9], delimiter)


def _too_many(person: SamplePerson, delimiter: str) -> bytes:
    return csv_line((*astuple(person), "x"), delimiter)


def _latin_1(person: SamplePerson, delimiter: str) -> bytes:
    return csv_line(astuple(replace(person, nama="René Contoh")), delimiter).replace("é".encode(), b"\xe9")


def _stray_quote(person: SamplePerson, delimiter: str) -> bytes:
    line = csv_line(astuple(replace(person, nama="Budi Contoh")), delimiter)
    return line.replace(b"Budi Contoh", b'"Budi Contoh')


MAKERS: Final[Mapping[str, tuple[str, Maker]]] = {
    "tanggal garis miring": _cell("tanggal_lahir", "31/02/2010"),
    "tanggal mustahil": _cell("tanggal_lahir", "2010-02-31"),
    "nama kosong": _cell("nama", ""),
    "nama ibu kosong": _cell("nama_ibu_kandung", ""),
    "npsn salah": _cell("npsn", "2020"),
    "tingkat tidak dilayani": _cell("tingkat", "13"),
    "peran tidak dilayani": _cell("peran", "pustakawan"),
    "jenjang tidak dikenal": _cell("jenjang", "mi"),
    "baris terpotong": ("", _half),
    "kolom berlebih": ("", _too_many),
    "bukan UTF-8": ("", _latin_1),
    "tanda kutip": ("", _stray_quote),
}
"""Kind -> the column to blame, and how to make it of a good SD pupil."""
