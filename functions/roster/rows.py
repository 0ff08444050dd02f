"""A line of the file to a row that can be used, or to problems that its sender can mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import ValidationError

from belajar.rules.eligibility import ineligible
from belajar.rules.matching import row_digest
from functions.roster.contacts import usable_contacts
from functions.roster.records import RecordError, parse_record
from functions.roster.sentences import FUTURE, NIK_DATE, wrong_cells
from schemas.roster import COLUMNS, RosterRow, tidy

_WOMEN: Final = 40
"""Added to the day in the NIK of women."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the rejects file. `column` "" = the whole row; ids only where they are themselves valid."""

    line: int
    column: str
    text: str
    warning: bool = False
    sumber_id: str = ""
    npsn: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An accepted row; contacts are canonical or None. `digests` cover what stood in the file, newest pepper first."""

    line: int
    data: RosterRow
    digests: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The one to be kept."""
        return self.digests[0]


@dataclass(frozen=True, slots=True)
class Form:
    """How to read the lines of one file."""

    columns: list[str]
    delimiter: str
    peppers: tuple[bytes, ...]
    today: date


def read_row(line: int, content: bytes | None, form: Form) -> tuple[Row | None, list[Problem]]:
    """The row and its warnings, or None and every reason."""
    try:
        cells = parse_record(content, form.columns, form.delimiter)
    except RecordError as error:
        return None, [Problem(line, "", str(error))]
    try:
        data = RosterRow.model_validate(cells)
    except ValidationError as error:
        return None, _wrong(line, cells, dict(wrong_cells(error)))
    if reason := _not_served(data, form.today):
        return None, [_about(line, data, *reason)]
    data, dropped = usable_contacts(data)
    warnings = [*dropped, *_nik_date(data)]
    values = [cells[column] for column in COLUMNS]
    digests = tuple(row_digest(pepper, values) for pepper in form.peppers)
    return Row(line, data, digests), [_about(line, data, *warning, warning=True) for warning in warnings]


def rejected(row: Row, column: str, text: str) -> Problem:
    """A row that is good by itself but cannot be taken."""
    return _about(row.line, row.data, column, text)


def _about(line: int, data: RosterRow, column: str, text: str, *, warning: bool = False) -> Problem:
    return Problem(line, column, text, warning, data.sumber_id, data.npsn)


def _wrong(line: int, cells: Mapping[str, str], wrong: Mapping[str, str]) -> list[Problem]:
    sumber_id = "" if "sumber_id" in wrong else (tidy(cells["sumber_id"]) or "").lower()
    npsn = "" if "npsn" in wrong else (tidy(cells["npsn"]) or "").upper()
    return [Problem(line, column, text, sumber_id=sumber_id, npsn=npsn) for column, text in wrong.items()]


def _not_served(data: RosterRow, today: date) -> tuple[str, str] | None:
    if data.tanggal_lahir > today:
        return "tanggal_lahir", FUTURE
    reason = ineligible(data.jenis, data.peran, data.jenjang, data.tingkat)
    return (reason.column, reason.text) if reason else None


def _nik_date(data: RosterRow) -> list[tuple[str, str]]:
    """NIK holds DDMMYY of birth, women DD+40. It may disagree with a corrected birth date: told, never refused."""
    if data.nik is None:
        return []
    day = int(data.nik[6:8])
    stated = f"{day - _WOMEN if day > _WOMEN else day:02d}{data.nik[8:12]}"
    return [] if stated == f"{data.tanggal_lahir:%d%m%y}" else [("nik", NIK_DATE)]
