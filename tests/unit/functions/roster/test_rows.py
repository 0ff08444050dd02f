"""A line to an accepted row, or to reasons its sender can act upon."""

from datetime import date

import pytest

from functions.roster.rows import Form, read_row
from functions.roster.sentences import SENTENCES
from schemas.roster import COLUMNS

FORM = Form(list(COLUMNS), ";", (b"pepper",), date(2026, 7, 13))


@pytest.fixture
def read(pupil):
    def make(form=FORM, **cells):
        return read_row(7, form.delimiter.join(pupil(0, **cells)[column] for column in form.columns).encode(), form)

    return make


def reasons(result):
    row, problems = result
    assert row is None
    assert not any(problem.warning for problem in problems)
    return {problem.column: problem.text for problem in problems}


def warnings(result):
    row, problems = result
    assert row is not None
    assert all(problem.warning for problem in problems)
    return {problem.column for problem in problems}


def test_a_good_row_is_accepted_without_a_word(read):
    row, problems = read()
    assert problems == []
    assert (row.line, row.data.nomor_ponsel) == (7, "+6281255500001")


@pytest.mark.parametrize("text", ["31/02/2010", "2010-02-31"])
def test_a_wrong_date_is_named_with_the_form_that_is_wanted(read, text):
    assert reasons(read(tanggal_lahir=text)) == {"tanggal_lahir": SENTENCES["tanggal_lahir"]}
    assert "TTTT-BB-HH" in SENTENCES["tanggal_lahir"]


def test_a_birth_date_in_the_future_is_refused(read):
    assert reasons(read(tanggal_lahir="2026-07-14")) == {"tanggal_lahir": "Tanggal lahir ada di masa depan."}


def test_an_empty_required_cell_is_called_required(read):
    assert reasons(read(nama=" ", npsn="")) == {"nama": "Wajib diisi.", "npsn": "Wajib diisi."}


def test_every_column_that_can_be_wrong_has_its_sentence():
    assert set(SENTENCES) == set(COLUMNS) - {"email_pribadi", "nomor_ponsel"}


def test_no_reason_repeats_the_value(read):
    wrong = {column: f"rahasia{column}" for column in SENTENCES} | {"nama": "471147114711"}
    told = reasons(read(**wrong))
    assert set(told) == set(SENTENCES) - {"nama_ibu_kandung", "nama_sekolah", "rombel"}
    assert not [text for text in told.values() if "rahasia" in text or "4711" in text]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"tingkat": "7"}, "tingkat"),
        ({"tingkat": ""}, "tingkat"),
        ({"jenjang": "smp", "tingkat": "12"}, "tingkat"),
        ({"jenis": "tenaga_kependidikan"}, "peran"),
        ({"jenis": "tenaga_kependidikan", "peran": "pustakawan"}, "peran"),
    ],
)
def test_who_is_not_served_is_refused_with_the_rule(read, cells, column):
    assert set(reasons(read(**cells))) == {column}


def test_ids_are_told_only_where_they_are_valid(read, pupil):
    _, [problem] = read(nama="")
    assert (problem.sumber_id, problem.npsn) == (pupil()["sumber_id"], "90000001")
    _, problems = read(sumber_id="=cmd()", npsn="@SUM(1)")
    assert {(problem.sumber_id, problem.npsn) for problem in problems} == {("", "")}


@pytest.mark.parametrize("email", ["-", "tidak ada", "a@b", "ibu@", "x@guru.sd.belajar.id", "x@belajar.id"])
def test_a_useless_email_is_dropped_with_a_warning(read, email):
    result = read(email_pribadi=email)
    assert warnings(result) == {"email_pribadi"}
    assert result[0].data.email_pribadi is None


@pytest.mark.parametrize("phone", ["0", "-", "021-555123", "+1 202 555 0100"])
def test_a_useless_phone_is_dropped_with_a_warning(read, phone):
    result = read(nomor_ponsel=phone)
    assert warnings(result) == {"nomor_ponsel"}
    assert result[0].data.nomor_ponsel is None


def test_a_nik_of_another_birth_date_is_only_a_warning(read):
    assert warnings(read(nik="3204991805140001")) == {"nik"}


@pytest.mark.parametrize("nik", ["3204991705140001", "3204995705140001", ""])
def test_a_nik_of_a_man_a_woman_or_none_is_fine(read, nik):
    assert warnings(read(nik=nik)) == set()


def test_the_digest_is_of_the_content_whatever_order_or_delimiter_the_file_has(read):
    other = Form(list(reversed(COLUMNS)), ",", FORM.peppers, FORM.today)
    assert read()[0].digest == read(other)[0].digest


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_changes_the_digest(read, column):
    changed = {
        "sumber_id": "0f0e0d0c-0b0a-4908-8706-999999999999",
        "jenis": "pendidik",
        "peran": "operator",
        "tanggal_lahir": "2014-05-18",
        "nik": "3204995705140002",
        "nisn": "0141234568",
        "nuptk": "1234567890123456",
        "npsn": "90000002",
        "jenjang": "paket_a",
        "tingkat": "5",
        "kode_wilayah": "3205",
    }
    row, _ = read(**{column: changed.get(column, "lain")})
    assert row.digest != read()[0].digest
