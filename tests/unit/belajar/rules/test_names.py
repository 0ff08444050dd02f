import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belajar.errors import FinalError, Reason
from belajar.rules.names import GoogleNames, google_names


def test_the_first_word_is_given_and_the_rest_family():
    assert google_names("Drs. Budi Agus Santoso, M.Pd.") == GoogleNames("Budi", "Agus Santoso", "Budi Agus Santoso")


def test_people_with_one_name_get_it_twice_and_their_display_name_tells_the_truth():
    assert google_names("Suharti") == GoogleNames("Suharti", "Suharti", "Suharti")


def test_a_long_family_name_gives_words_to_the_given_name_and_none_is_lost():
    names = google_names(
        "Raden Ayu Kartika Kusumaningrum Wijayakusuma Adiningrat Notonegoro Mangkuprawira Suryaningrat"
    )
    assert f"{names.given} {names.family}" == names.display


def test_what_does_not_fit_is_cut_between_words():
    nama = " ".join(["Kusumaningrum"] * 12)
    names = google_names(nama)
    assert names.family == "Kusumaningrum Kusumaningrum Kusumaningrum Kusumaningrum"
    assert names.display == nama


def test_one_word_of_more_than_sixty_letters_is_cut_hard():
    names = google_names("a" * 70)
    assert names == GoogleNames("a" * 60, "a" * 60, "a" * 70)


def test_signs_that_google_refuses_are_left_out():
    assert google_names("Siti <b>\x00Aminah") == GoogleNames("Siti", "b Aminah", "Siti b Aminah")


@pytest.mark.parametrize("nama", ["", "  ", "<>"])
def test_a_name_of_nothing_is_refused(nama):
    with pytest.raises(FinalError) as caught:
        google_names(nama)
    assert caught.value.reason is Reason.INVALID_NAME


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300).filter(str.strip))
def test_google_always_gets_two_names_of_the_length_it_takes(nama):
    try:
        names = google_names(nama)
    except FinalError:
        assert not any(letter.isalnum() for letter in nama)
        return
    assert 1 <= len(names.given) <= 60
    assert 1 <= len(names.family) <= 60
    assert 1 <= len(names.display) <= 256
    assert not set("<>") & set(names.given + names.family + names.display)
