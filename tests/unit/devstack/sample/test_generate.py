"""The sample generator: as many as asked, the same for the same seed, as varied as the country."""

import csv
from collections import Counter
from itertools import islice

import pytest
from pydantic import ValidationError

from devstack.sample.faults import MAKERS
from devstack.sample.generate import generate, header, write_csv
from devstack.sample.schools import school
from schemas.http import PeriksaRequest
from schemas.people import Jenis, Jenjang, Peran
from schemas.roster import COLUMNS, RosterRow


@pytest.fixture(scope="module")
def people():
    return [line.person for line in generate(people=1200, schools=12, seed=7)]


def test_exactly_the_asked_number_of_good_and_bad_rows_is_made():
    lines = list(generate(people=100, schools=7, seed=1, bad_rows=9))
    assert Counter(line.fault is None for line in lines) == {True: 100, False: 9}
    assert [line.number for line in lines] == list(range(2, 111))
    assert all((line.person is None) == (line.fault is not None) for line in lines)


def test_the_same_arguments_give_the_same_file_and_another_seed_another():
    first, again, other = (list(generate(80, 9, seed, 5)) for seed in (3, 3, 4))
    assert first == again
    assert [line.data for line in first] != [line.data for line in other]


def test_people_do_not_change_when_bad_rows_are_added():
    clean = [line.person for line in generate(60, 5, 2)]
    assert [line.person for line in generate(60, 5, 2, bad_rows=8) if line.person] == clean


def test_a_file_far_too_big_for_memory_can_be_begun():
    assert len(list(islice(generate(people=50_000_000, schools=440_000, seed=1), 100))) == 100


def test_twelve_schools_have_every_jenjang():
    assert {school(5, index).jenjang for index in range(12)} == set(Jenjang)


def test_every_school_has_a_head_an_operator_teachers_and_pupils(people):
    roles = Counter((person.npsn, person.jenis, person.peran) for person in people)
    for npsn in {person.npsn for person in people}:
        assert roles[npsn, Jenis.TENAGA_KEPENDIDIKAN, Peran.KEPALA_SATUAN_PENDIDIKAN] == 1
        assert roles[npsn, Jenis.TENAGA_KEPENDIDIKAN, Peran.OPERATOR] == 1
        assert roles[npsn, Jenis.PENDIDIK, ""] >= 6
        assert roles[npsn, Jenis.PESERTA_DIDIK, ""] >= 80


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_a_tiny_school_is_filled_from_the_head_down(count):
    kinds = [line.person.jenis for line in generate(count, 1, 1)]
    assert kinds == [Jenis.TENAGA_KEPENDIDIKAN, Jenis.TENAGA_KEPENDIDIKAN, Jenis.PENDIDIK, Jenis.PESERTA_DIDIK][:count]


def test_every_good_row_is_a_valid_roster_row(people):
    cells = [{column: getattr(person, column) for column in COLUMNS} for person in people]
    assert len([RosterRow.model_validate(row) for row in cells]) == 1200


def test_source_ids_are_unique(people):
    assert len({person.sumber_id for person in people}) == 1200


def test_everybody_can_fill_in_the_look_up_form(people):
    forms = [PeriksaRequest.model_validate(person.form()) for person in people]
    assert forms[0].nama_lengkap == people[0].nama


def test_names_are_as_they_are_in_the_country():
    names = [line.person.nama for line in generate(4000, 30, seed=1)]
    assert any(" " not in name for name in names)
    assert any(len(name) > 60 for name in names)
    assert any("'" in name for name in names)
    assert any("S.Pd." in name for name in names)
    assert any(name.startswith("Ni Luh") for name in names)
    assert any(name.endswith("Siregar") for name in names)
    assert any(name.endswith("Wenda") for name in names)
    assert any(name.endswith("Tanuwijaya") for name in names)
    assert {"Muhammad", "Moh.", "Mochammad"} <= {name.split()[0] for name in names}


def test_there_are_twins_and_namesakes_in_one_school(people):
    twins = Counter((p.npsn, p.nama_ibu_kandung, p.tanggal_lahir) for p in people if p.jenis == Jenis.PESERTA_DIDIK)
    namesakes = Counter((p.npsn, p.nama) for p in people)
    assert max(twins.values()) == 2
    assert max(namesakes.values()) >= 2


def test_no_two_people_fill_in_the_same_form(people):
    assert max(Counter(tuple(person.form().values()) for person in people).values()) == 1


def test_contacts_are_invented_and_often_missing_for_pupils(people):
    domains = {person.email_pribadi.partition("@")[2] for person in people}
    assert domains == {"", "contoh.test", "keluarga.test"}
    digits = ["".join(c for c in p.nomor_ponsel if c.isdigit()) for p in people if p.nomor_ponsel]
    assert all(number.removeprefix("62").removeprefix("0")[3:6] == "555" for number in digits)
    pupils = [person for person in people if person.jenis == Jenis.PESERTA_DIDIK]
    assert 0.4 < sum(not person.email_pribadi for person in pupils) / len(pupils) < 0.9


def test_the_nik_fits_birth_date_and_place_without_belonging_to_anybody(people):
    for person in people:
        assert person.nik.startswith(person.kode_wilayah + "99")
        assert int(person.nik[6:8]) % 40 == int(person.tanggal_lahir[8:])


def test_every_kind_of_fault_occurs_and_only_faulty_lines_are_unreadable():
    lines = list(generate(50, 9, 1, bad_rows=len(MAKERS)))
    assert {line.fault.kind for line in lines if line.fault} == set(MAKERS)
    for line in lines:
        if line.fault is None:
            assert len(next(csv.reader([line.data.decode()], delimiter=";"))) == len(COLUMNS)


@pytest.mark.parametrize("kind", [kind for kind, (column, _) in MAKERS.items() if column and kind[:7] != "tingkat"])
def test_a_spoiled_cell_makes_its_column_wrong(kind):
    line = next(line for line in generate(0, 0, 1, len(MAKERS)) if line.fault.kind == kind)
    cells = next(csv.reader([line.data.decode()], delimiter=";"))
    with pytest.raises(ValidationError) as caught:
        RosterRow.model_validate(dict(zip(COLUMNS, cells, strict=True)))
    assert [problem["loc"][0] for problem in caught.value.errors()] == [MAKERS[kind][0]]


def test_the_written_file_has_the_header_the_lines_and_a_summary(tmp_path):
    path = tmp_path / "contoh.csv"
    summary = write_csv(path, generate(20, 3, 1, bad_rows=2, delimiter=","), delimiter=",", newline=b"\r\n")
    first, *rest = path.read_bytes().removesuffix(b"\r\n").split(b"\r\n")
    assert first == header(",") == ",".join(COLUMNS).encode()
    assert (len(rest), summary.people, len(summary.faults)) == (22, 20, 2)
