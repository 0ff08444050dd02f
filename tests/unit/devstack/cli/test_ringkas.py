"""Form answers from a file go the way the form's back end goes; refused rows are told by line."""

import csv
import json
import re

import pytest

from belajar.ports import Query
from schemas.requests import Request

COLUMNS = ("tipe_dinas", "kode_wilayah", "jabatan", "nama_lengkap", "nik", "nip", "tanggal_lahir", "email_pribadi",
           "nomor_ponsel")  # fmt: skip
GOOD = ("kabupaten_kota", "3204", "penilik", "Contoh Penilik", "3204017103900001", "", "1990-03-31",
        "penilik@contoh.test", "081211112222")  # fmt: skip


@pytest.fixture
def hand_in(belajar, tmp_path, store, personal):
    """Writes the rows into a file and hands it in."""

    def run(*rows: tuple[str, ...], option: str = "--json"):
        for row in rows:
            personal.person(dict(zip(COLUMNS, row, strict=False)))
        with (tmp_path / "jawaban.csv").open("w", newline="") as file:
            csv.writer(file, delimiter=";").writerows([COLUMNS, *rows])
        return belajar("ringkas", "import", tmp_path / "jawaban.csv", option)

    return run


def changed(**fields: str) -> tuple[str, ...]:
    return tuple((dict(zip(COLUMNS, GOOD, strict=True)) | fields).values())


def requests(store) -> list[Request]:
    return [Request.model_validate(snapshot.data) for snapshot in store.query(Query("requests"))]


def test_a_good_row_becomes_a_request_whose_phone_is_unproven(hand_in, store):
    result = hand_in(GOOD)
    told = json.loads(result.stdout.splitlines()[-1])
    assert (result.exit_code, told) == (0, [{"line": 2, "state": "awaiting_letter", "reason": ""}])
    [request] = requests(store)
    assert (request.jabatan, request.phone_proven, request.kode_wilayah) == ("penilik", False, "3204")


def test_bad_rows_are_told_by_line_and_field_and_the_good_ones_go_on(hand_in, store, tmp_path):
    result = hand_in(changed(nik="1"), GOOD, changed(jabatan="kepala_dinas", nik="3204017103900002"))
    assert result.exit_code == 1
    rejected = list(csv.reader((tmp_path / "jawaban.csv.tolak.csv").read_text().splitlines(), delimiter=";"))
    assert [row[0] for row in rejected] == ["baris", "2", "4"]
    assert "nik" in rejected[1][1]
    assert "jabatan" in rejected[2][1]
    assert len(requests(store)) == 1


def test_the_same_file_again_makes_no_second_request(hand_in, store):
    hand_in(GOOD)
    result = hand_in(GOOD)
    assert result.exit_code == 1
    [told] = json.loads(result.stdout.splitlines()[-1])
    # Within one second the signature is the same too.
    assert told["reason"] in {"pengajuan_masih_berjalan", "kiriman_sudah_diterima"}
    assert len(requests(store)) == 1


def test_nothing_of_a_row_is_repeated(hand_in, tmp_path):
    result = hand_in(changed(nik="320401710390000X"), option="--rejects=" + str(tmp_path / "x.csv"))
    assert result.exit_code == 1
    said = result.output + (tmp_path / "x.csv").read_text()
    assert not [value for value in ("320401710390000X", "Contoh Penilik", "contoh.test", "1211112222") if value in said]


def test_without_a_column_nothing_is_handed_in(belajar, store, tmp_path):
    (tmp_path / "jawaban.csv").write_text("nik;nama_lengkap\n1;2\n")
    assert belajar("ringkas", "import", tmp_path / "jawaban.csv").exit_code == 2


def test_the_help_names_every_column(belajar):
    words = re.split(r"\W+", belajar("ringkas", "import", "--help").output)
    assert set(COLUMNS) <= set(words)
