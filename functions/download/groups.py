"""The list as groups of cards: a class each, and in it those who have nothing to be handed out."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from belajar.cards import Card, CardGroup, Uncarded
from functions.download.asked import Daftar
from functions.download.rows import Row

TITLES: Final[Mapping[Daftar, str]] = {
    Daftar.PESERTA_DIDIK: "Tanpa kelas",
    Daftar.PTK: "Pendidik dan tenaga kependidikan",
    Daftar.ADMIN: "Kepala satuan pendidikan dan operator",
}
"""Of those whom the register places in no class."""


def groups_of(rows: Sequence[Row], daftar: Daftar) -> list[CardGroup]:
    """In the order of the rows, which are sorted by class."""
    return [_group(list(rows), daftar) for _, rows in groupby(rows, key=lambda row: row.class_key)]


def _group(rows: Sequence[Row], daftar: Daftar) -> CardGroup:
    return CardGroup(
        judul=_class_name(rows[0]) or TITLES[daftar],
        cards=[_card(row) for row in rows if row.kata_sandi],
        without=[Uncarded(row.nama, row.status) for row in rows if not row.kata_sandi],
    )


def _card(row: Row) -> Card:
    return Card(row.nama, _class_name(row), row.akun, row.kata_sandi, row.sekolah)


def _class_name(row: Row) -> str:
    """Grade and rombel both: a rombel may be called A in every grade."""
    grade = f"Kelas {row.tingkat}" if row.tingkat is not None else ""
    rombel = f"Rombel {row.rombel}" if row.rombel else ""
    return " - ".join(part for part in (grade, rombel) if part)
