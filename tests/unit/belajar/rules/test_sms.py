"""What fits into one SMS."""

import pytest

from belajar.rules.sms import fits_one_sms


@pytest.mark.parametrize(
    "text", ["", "a" * 160, "belajar.id: 314159 adalah kode Anda.", "@£$¥èÇ\nØ¿à", "[" * 80, "€" + "a" * 158]
)
def test_these_fit(text):
    assert fits_one_sms(text)


@pytest.mark.parametrize("text", ["a" * 161, "[" * 80 + "a", "€" + "a" * 159, "€" * 81])
def test_these_are_too_long(text):
    assert not fits_one_sms(text)


@pytest.mark.parametrize(
    "letter", ["–", "’", "“", "…", "ç", "`", "\t", "\x1b", "ā", "😀", "\u00a0", "\u200b", "e\u0301"]
)
def test_one_letter_of_another_alphabet_is_too_much(letter):
    assert not fits_one_sms(f"kode {letter}")


def test_the_alphabet_is_whole():
    letters = [chr(point) for point in range(0x10000)]
    assert sum(fits_one_sms(letter) for letter in letters) == 127 + 10
    assert sum(fits_one_sms(letter * 160) for letter in letters) == 127
