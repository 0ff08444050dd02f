"""What a roster row may hold."""

from datetime import date

import pytest
from pydantic import ValidationError

from schemas.people import Jenis, Jenjang
from schemas.roster import COLUMNS, RosterRow

GOOD = {
    "sumber_id": "0f0e0d0c-0b0a-4908-8706-050403020100",
    "jenis": "peserta_didik",
    "peran": "",
    "nama": "Nur'aini Rahmawati",
    "nama_ibu_kandung": "Sumarni",
    "tanggal_lahir": "2014-05-17",
    "nik": "3204115705140001",
    "nisn": "0141234567",
    "nuptk": "",
    "npsn": "20200001",
    "nama_sekolah": "SD Negeri 1 Contoh",
    "jenjang": "sd",
    "tingkat": "4",
    "rombel": "4A",
    "email_pribadi": "",
    "nomor_ponsel": "",
    "kode_wilayah": "3204",
}


def wrong_columns(**cells: str) -> set[str]:
    try:
        RosterRow.model_validate(GOOD | cells)
    except ValidationError as error:
        return {str(problem["loc"][0]) for problem in error.errors()}
    return set()


def test_a_good_row_is_read_with_its_types():
    row = RosterRow.model_validate(GOOD)
    assert (row.jenis, row.jenjang, row.tingkat) == (Jenis.PESERTA_DIDIK, Jenjang.SD, 4)
    assert row.tanggal_lahir == date(2014, 5, 17)
    assert (row.peran, row.nuptk, row.email_pribadi) == (None, None, None)


def test_the_columns_are_the_seventeen_of_the_extract():
    assert set(COLUMNS) == set(GOOD)
    assert len(COLUMNS) == 17


@pytest.mark.parametrize(
    "column",
    [
        "sumber_id",
        "jenis",
        "nama",
        "nama_ibu_kandung",
        "tanggal_lahir",
        "npsn",
        "nama_sekolah",
        "jenjang",
        "kode_wilayah",
    ],
)
def test_an_empty_required_column_is_wrong_and_named(column):
    assert wrong_columns(**{column: "  "}) == {column}


@pytest.mark.parametrize(
    "text", ["31/02/2010", "2010-02-31", "17-05-2014", "1400284800", "2014-05-17T00:00:00", "٢٠١٤-05-17"]
)
def test_a_date_that_is_not_an_iso_day_of_the_calendar_is_wrong(text):
    assert wrong_columns(tanggal_lahir=text) == {"tanggal_lahir"}


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("sumber_id", "123"),
        ("jenis", "siswa"),
        ("peran", "pustakawan"),
        ("nama", "12345"),
        ("nama", "A" * 151),
        ("nama", "=SUM(A1)"),
        ("nama", "-Budi"),
        ("nama_ibu_kandung", "-"),
        ("tanggal_lahir", "1890-01-01"),
        ("nik", "32041157051400"),
        ("nisn", "014123456X"),
        ("nuptk", "99"),
        ("npsn", "2020001"),
        ("jenjang", "mi"),
        ("tingkat", "VII"),
        ("tingkat", "14"),
        ("rombel", "x" * 51),
        ("kode_wilayah", "32.04"),
        ("nama", "Budi\x00"),
    ],
)
def test_a_value_outside_its_column_is_wrong(column, text):
    assert wrong_columns(**{column: text}) == {column}


def test_several_wrong_columns_are_all_reported():
    assert wrong_columns(npsn="1", jenjang="x", tanggal_lahir="") == {"npsn", "jenjang", "tanggal_lahir"}


@pytest.mark.parametrize("nama", ["M", "'Aisyah", "(Alm.) Budi", "Ni Luh Putu", "Agus-Adi", "Ma'ruf", "李美玲"])
def test_a_name_may_be_short_begin_with_a_mark_or_be_written_in_any_script(nama):
    assert wrong_columns(nama=nama) == set()


def test_case_and_spaces_of_codes_do_not_matter():
    row = RosterRow.model_validate(
        GOOD | {"sumber_id": " 0F0E0D0C-0B0A-4908-8706-050403020100", "jenjang": "SD ", "npsn": "p2020001"}
    )
    assert row.sumber_id == GOOD["sumber_id"]
    assert (row.jenjang, row.npsn) == (Jenjang.SD, "P2020001")


def test_names_are_composed_and_lose_doubled_spaces_and_invisible_characters():
    row = RosterRow.model_validate(GOOD | {"nama": "  Rene\u0301 \u200b  Siahaan\u00a0"})
    assert row.nama == "Ren\u00e9 Siahaan"


def test_a_wrong_contact_does_not_make_the_row_wrong():
    assert wrong_columns(email_pribadi="tidak ada", nomor_ponsel="0") == set()


def test_neither_repr_nor_error_text_shows_what_identifies_the_person():
    row = RosterRow.model_validate(GOOD)
    assert not [secret for secret in ("Sumarni", "2014", "3204115705140001") if secret in repr(row)]
    with pytest.raises(ValidationError) as caught:
        RosterRow.model_validate(GOOD | {"nama_ibu_kandung": "4711", "nik": "555"})
    assert not [secret for secret in ("4711", "555") if secret in str(caught.value)]
