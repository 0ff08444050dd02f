"""One row of a Dapodik extract: the columns of the file and what each may hold.

Wrong contacts are no reason to refuse a person, so both are plain text here and judged where the row is read.
"""

import unicodedata
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from schemas.identifiers import IsoDate, KodeWilayah, Nik, Nisn, Npsn, Nuptk, SumberId
from schemas.people import Jenis, Jenjang, Peran

_LOWER: Final = ("sumber_id", "jenis", "peran", "jenjang")

_NAME: Final = r"^(\p{L}|[^\p{C}=+@-][^\p{C}]*\p{L})[^\p{C}]*$"
NamaOrang = Annotated[str, StringConstraints(max_length=150, pattern=_NAME)]
"""A person's name as the register spells it: at least one letter, all printable, no beginning of a formula."""


def tidy(text: str) -> str | None:
    """Register text as it is meant: composed (NFC), no invisible format characters, single spaces; empty is None."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(text.split()) or None


class RosterRow(BaseModel):
    """A valid row. Source of the columns: the register's extract; field order is the usual column order."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    sumber_id: SumberId
    jenis: Jenis
    peran: Peran | None
    nama: NamaOrang
    nama_ibu_kandung: NamaOrang = Field(repr=False)
    tanggal_lahir: Annotated[IsoDate, Field(ge=date(1920, 1, 1), repr=False)]
    nik: Nik | None = Field(repr=False)
    nisn: Nisn | None
    nuptk: Nuptk | None
    npsn: Npsn
    nama_sekolah: Annotated[str, StringConstraints(max_length=150, pattern=r"^[^\p{C}]+$")]
    jenjang: Jenjang
    tingkat: int | None = Field(ge=1, le=13)
    rombel: Annotated[str, StringConstraints(max_length=50, pattern=r"^[^\p{C}]+$")] | None
    email_pribadi: str | None
    nomor_ponsel: str | None
    kode_wilayah: KodeWilayah

    @model_validator(mode="before")
    @classmethod
    def _tidy(cls, cells: dict[str, Any]) -> dict[str, Any]:
        tidied = {column: tidy(cell) if isinstance(cell, str) else cell for column, cell in cells.items()}
        for column in _LOWER:
            tidied[column] = (tidied.get(column) or "").lower() or None
        tidied["npsn"] = (tidied.get("npsn") or "").upper() or None
        return tidied


COLUMNS: Final = tuple(RosterRow.model_fields)
"""Every column a roster file must have, in any order."""
