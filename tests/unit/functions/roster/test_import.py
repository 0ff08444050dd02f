"""Whole files from arrival to totals: every form a roster may have, every fault the sample generator knows."""

from dataclasses import asdict

import pytest

from devstack.sample.faults import MAKERS
from devstack.sample.generate import generate, header
from schemas.imports import ROW_COUNTS


def sample(people, schools, bad_rows=0, delimiter=";", newline=b"\n"):
    lines = list(generate(people, schools, 11, bad_rows, delimiter))
    return newline.join([header(delimiter), *(line.data for line in lines), b""]), lines


@pytest.mark.parametrize(
    ("delimiter", "newline", "bom"), [(";", b"\n", b""), (",", b"\n", b""), (";", b"\r\n", b"\xef\xbb\xbf")]
)
def test_a_sample_file_in_any_form_gives_exactly_its_people_and_its_faults(roster, personal, delimiter, newline, bom):
    content, lines = sample(300, 12, 2 * len(MAKERS), delimiter, newline)
    for line in lines:
        if line.person:
            personal.person(asdict(line.person))  # a reader of whole files loses those behind a stray quote
    import_id = roster.read(bom + content)
    totals = roster.imported(import_id)["totals"]
    assert totals == dict.fromkeys(ROW_COUNTS, 0) | {
        "rows_read": 300 + 2 * len(MAKERS),
        "accepted": 300,
        "rejected": 2 * len(MAKERS),
        "created": 300,
        "requested": 300,
    }
    assert sorted(roster.asked) == sorted(line.person.sumber_id for line in lines if line.person)
    told = {(int(problem["baris"]), problem["kolom"]) for problem in roster.rejects(import_id)}
    assert told == {(line.number, line.fault.column) for line in lines if line.fault}


def test_half_a_file_gives_the_whole_rows_and_one_reject(roster):
    content, lines = sample(20, 1)
    cut = content.rindex(lines[12].data) + 60
    import_id = roster.read(content[:cut])
    assert roster.imported(import_id)["totals"]["accepted"] == 12
    [problem] = roster.rejects(import_id)
    assert problem["baris"] == "14"
    assert problem["alasan"].startswith("Baris terpotong")


def test_a_stray_quote_hurts_only_its_own_line(roster, file_of, pupil):
    broken = file_of(pupil(1)).splitlines()[1].replace(b"Nur'aini", b"\"Nur'aini")
    import_id = roster.read(file_of(pupil(0), broken, pupil(2)))
    assert roster.imported(import_id)["totals"]["accepted"] == 2
    assert [problem["baris"] for problem in roster.rejects(import_id)] == ["3"]


def test_a_record_over_two_lines_is_rejected_in_both_and_hurts_no_other(roster, file_of, pupil):
    split = file_of(pupil(1)).splitlines()[1].replace(b"Nur'aini Rahmawati", b'"Nur\'aini\nRahmawati"')
    import_id = roster.read(file_of(pupil(0), split, pupil(2)))
    assert roster.imported(import_id)["totals"]["accepted"] == 2
    assert [problem["baris"] for problem in roster.rejects(import_id)] == ["3", "4"]


def test_blank_lines_count_as_lines_but_not_as_rows(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil(0), b"", b";" * 16, pupil(1, npsn="x"), b""))
    assert roster.imported(import_id)["totals"]["rows_read"] == 2
    assert [problem["baris"] for problem in roster.rejects(import_id)] == ["5"]


def test_a_line_without_end_is_one_bad_row(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil(0), b"x" * 3_000_000, pupil(1)))
    assert roster.imported(import_id)["totals"]["accepted"] == 2
    [problem] = roster.rejects(import_id)
    assert (problem["baris"], "64 KiB" in problem["alasan"]) == ("3", True)


def test_rejects_cannot_carry_a_formula_or_a_secret(roster, file_of, pupil):
    evil = pupil(0, sumber_id="=1+1", npsn="+A1", nama="@SUM", nik="-2", tanggal_lahir="=NOW()", email_pribadi="=x")
    import_id = roster.read(file_of(evil, pupil(1, nik="12345", email_pribadi="rahasia")))
    cells = [cell for problem in roster.rejects(import_id) for cell in problem.values()]
    assert len(cells) == 6 * 6
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"} or "12345" in cell or "rahasia" in cell]
