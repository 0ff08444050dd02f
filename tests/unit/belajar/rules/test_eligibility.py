import pytest

from belajar.rules.eligibility import ineligible
from schemas.people import Jenis, Jenjang, Peran

GRADES = {
    Jenjang.SD: (1, 6),
    Jenjang.SMP: (7, 9),
    Jenjang.SMA: (10, 12),
    Jenjang.SMK: (10, 13),
    Jenjang.SLB: (5, 12),
    Jenjang.PAKET_A: (1, 6),
    Jenjang.PAKET_B: (7, 9),
    Jenjang.PAKET_C: (10, 12),
}


@pytest.mark.parametrize(("jenjang", "grades"), GRADES.items())
def test_pupils_are_served_in_the_grades_of_the_regulation_only(jenjang, grades):
    first, last = grades
    served = [grade for grade in range(-1, 20) if ineligible(Jenis.PESERTA_DIDIK, None, jenjang, grade) is None]
    assert served == list(range(first, last + 1))


@pytest.mark.parametrize("jenjang", GRADES)
def test_a_pupil_without_a_grade_is_refused_where_grades_exist(jenjang):
    found = ineligible(Jenis.PESERTA_DIDIK, None, jenjang, None)
    assert found is not None
    assert (found.column, found.code) == ("tingkat", "grade_missing")


@pytest.mark.parametrize("tingkat", [None, 0])
def test_paud_needs_no_grade(tingkat):
    assert ineligible(Jenis.PESERTA_DIDIK, None, Jenjang.PAUD, tingkat) is None


def test_paud_has_no_grades():
    found = ineligible(Jenis.PESERTA_DIDIK, None, Jenjang.PAUD, 1)
    assert found is not None
    assert found.text == "PAUD tidak mengenal tingkat; kosongkan."


def test_a_refusal_says_in_indonesian_which_grades_are_served():
    found = ineligible(Jenis.PESERTA_DIDIK, None, Jenjang.SLB, 4)
    assert found is not None
    assert found.text == "Peserta didik SLB mendapat akun di kelas 5 sampai 12; tingkat 4 tidak."


@pytest.mark.parametrize("jenjang", Jenjang)
def test_every_pendidik_is_served(jenjang):
    assert ineligible(Jenis.PENDIDIK, None, jenjang, None) is None


@pytest.mark.parametrize("peran", Peran)
def test_heads_and_operators_are_served(peran):
    assert ineligible(Jenis.TENAGA_KEPENDIDIKAN, peran, Jenjang.SD, None) is None


def test_other_staff_are_not_served():
    found = ineligible(Jenis.TENAGA_KEPENDIDIKAN, None, Jenjang.SD, None)
    assert found is not None
    assert (found.column, found.code) == ("peran", "role_not_served")
    assert found.text.endswith("hanya Kepala Satuan Pendidikan dan Operator.")
