import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belajar.rules.contacts import mask_email, mask_phone


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("siti.aminah@gmail.com", "si***@g***.com"),
        ("siti@yahoo.co.id", "s***@y***.co.id"),
        ("ab@gmail.com", "***@g***.com"),
        ("a@gmail.com", "***@g***.com"),
        ("guru@sd.keluarga-budi.id", "g***@s***.id"),
        ("tanpa-tanda", "***"),
    ],
)
def test_an_email_shows_two_letters_at_most_and_the_end_of_its_domain(email, masked):
    assert mask_email(email) == masked


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdefgh.", min_size=1, max_size=20))
def test_less_than_half_of_a_local_part_ever_shows(local):
    shown = mask_email(f"{local}@gmail.com").partition("*")[0]
    assert local.startswith(shown)
    assert len(shown) <= 2
    assert 2 * len(shown) < len(local)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+6281234567890", "0812-****-7890"),
        ("+628123456789", "0812-****-789"),
        ("+62812345678", "0812-****-78"),
        ("+62812345679012", "0812-****-9012"),
    ],
)
def test_a_phone_shows_its_operator_and_its_end_as_people_write_it(phone, masked):
    assert mask_phone(phone) == masked


@settings(max_examples=40, deadline=None)
@given(st.integers(9, 13).flatmap(lambda size: st.text(alphabet="0123456789", min_size=size, max_size=size)))
def test_four_digits_of_a_phone_always_stay_hidden_and_the_stars_tell_no_length(national):
    masked = mask_phone(f"+62{national}")
    assert sum(sign.isdigit() for sign in masked) <= len(national) + 1 - 4
    assert masked.count("*") == 4
