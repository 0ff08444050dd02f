from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belajar.rules.names import normalise, strict

SAME = [
    "Muhammad Rizki|Mohammad Rizky|Muhamad Rizqi|Mochammad Riski|Moch. Rizki|Moh. Rizki|Muh. Rizki|M. Rizki|M Rizki",
    "MUHAMMAD RIZKI|Muhammad Rizki, S.Pd|Mohamad Rizki",
    "Achmad Fauzi|Akhmad Fauzi|Ahmad Fauzi|Ahmed Fauzi",
    "Soekarno|Sukarno",
    "Djoko Tjahjono|Joko Cahjono",
    "Siti Nur'aini|Siti Nur’aini|Siti Nuraini|Siti Nur Aini|Siti Nur`aini|Sitti Nuraini|St. Nuraini",
    "Khoirul Anam|Choirul Anam|Khairul Anam|Chairul Anam",
    "Aisyah|Aisya|Aisha|Aishah",
    "Nabilah Azizah|Nabila Aziza",
    "Maghfiroh|Maghfirah",
    "Abdul Rahman|Abdurrahman|Abdurahman|Abd. Rahman|Abdurrohman",
    "Fathur Ramadhan|Fatur Ramadan",
    "Christian Octavianus|Kristian Oktavianus",
    "Eric Chandra|Erik Candra",
    "Arief Syarifuddin|Arif Sjarifudin",
    "Dyah Widyawati|Diah Widiawati",
    "Zakiyah|Zakiya|Zakia|Zakiyyah",
    "Suwarno|Suarno",
    "Alvian|Alfian",
    "Noer Hasan|Nur Hassan|Noor Hasan",
    "I Gde Suarta|I Gede Suarta",
    "René|Rene",
    "Ma-ruf|Ma ruf|Ma.ruf|MA'RUF",
    "Budi Santoso SE|BUDI SANTOSO S.E.|budi santoso se|Budi Santoso, se",
]

DIFFERENT = """
Ade|Adi|Ayu|Agus|Ahmad|Ani|Ana|Andi|Budi|Bima|Cahya|Candra|Citra|Dewi|Dwi|Dian|Dina|Dani|Deni|Eka|Eko|Elsa|Fajar|
Fitri|Fatma|Fatimah|Gilang|Galih|Hadi|Hasan|Hasanah|Husain|Husni|Ilham|Imam|Indah|Intan|Joko|Johan|Kartika|Lina|Lani|
Lestari|Maria|Mira|Muhammad|Mahmud|Nur|Nanda|Nadia|Oki|Putra|Putri|Puput|Rahma|Rama|Rahman|Rahmat|Rina|Rini|Rani|Reza|
Rizki|Rizka|Sari|Siti|Sri|Sinta|Santi|Susi|Taufik|Tono|Toni|Tri|Umar|Utami|Wahyu|Wati|Wawan|Yani|Yoga|Yudi|Zahra
""".replace("\n", "").split("|")


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_name_are_equal(spellings):
    assert len({normalise(spelling) for spelling in spellings.split("|")}) == 1


def test_different_names_stay_different():
    clashes = [(a, b) for a, b in combinations(DIFFERENT, 2) if normalise(a) == normalise(b)]
    assert clashes == []


NAMES = st.lists(st.sampled_from(DIFFERENT), min_size=2, max_size=3).map(tuple)


@settings(max_examples=80, deadline=None)
@given(NAMES, NAMES)
def test_full_names_are_equal_only_if_every_word_is(one, other):
    assert (normalise(" ".join(one)) == normalise(" ".join(other))) == (one == other)


@settings(max_examples=60, deadline=None)
@given(
    NAMES,
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["  ", "\t", ". ", " - ", "\u00a0"]),
    st.sampled_from(["", "Drs. ", "HJ ", "Prof.Dr."]),
    st.sampled_from(["", ", S.Pd.", " M.PD", " SE", ", S.Kom., M.M."]),
)
def test_case_blanks_punctuation_and_titles_do_not_matter(name, case, gap, before, behind):
    written = before + case(gap.join(name)) + behind
    assert normalise(written) == normalise(" ".join(name))
    assert strict(written) == strict(" ".join(name))


@settings(max_examples=60, deadline=None)
@given(NAMES.filter(lambda name: not any(word.endswith(("h", "c")) for word in name)))
def test_spaces_do_not_matter_unless_a_word_ends_in_h_or_c(name):
    assert normalise("".join(name)) == normalise(" ".join(name))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_a_normal_form_and_empty_ones_only_for_blanks(text):
    assert bool(normalise(text)) == bool(text.strip()) == bool(strict(text))


def test_exact_spelling_tells_twins_apart_that_the_normal_form_does_not():
    assert normalise("Hassan Basri") == normalise("Hasan Basri")
    assert strict("Hassan Basri") != strict("Hasan Basri")


def test_letters_of_other_scripts_are_kept():
    assert normalise("李小龍") == "李小龍"


def test_initials_in_another_place_than_the_first_are_no_muhammad():
    assert normalise("Rizki M") != normalise("Rizki Muhammad")


def test_one_letter_alone_is_no_abbreviation():
    assert normalise("M") == "m"
