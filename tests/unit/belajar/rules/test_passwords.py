from collections import Counter
from hashlib import sha256
from math import log2

import pytest

from belajar.rules.passwords import initial_password
from belajar.rules.policy import POLICY
from belajar.rules.words import WORDS

KEY = b"k" * 32
ARGS = (KEY, "budi.santoso12@sd.belajar.id", 1, "n0nce")


def slips(word):
    """What one slip makes of a word: a letter wrong (as ?) or missing, two neighbours swapped."""
    parts = [(word[:at], word[at:]) for at in range(len(word))]
    wrong = {f"{left}?{right[1:]}" for left, right in parts}
    missing = {left + right[1:] for left, right in parts}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    return wrong, missing | swapped


def test_there_are_enough_words_for_the_strength_that_policy_asks():
    assert len(WORDS) == len(set(WORDS)) == 512
    assert log2(len(WORDS) ** 3 * 10_000) >= POLICY.initial_password_min_bits


def test_words_are_short_and_plain():
    assert all(3 <= len(word) <= 6 and word.isascii() and word.isalpha() and word.islower() for word in WORDS)


def test_no_two_words_are_one_slip_apart():
    wrong = Counter(slip for word in WORDS for slip in slips(word)[0])
    assert [slip for slip, count in wrong.items() if count > 1] == []
    assert [word for word in WORDS if (slips(word)[1] - {word}) & set(WORDS)] == []


def test_the_words_are_the_ones_that_passwords_in_use_were_derived_from():
    assert (
        sha256(" ".join(WORDS).encode()).hexdigest()
        == "a0be997e070f7b1e5db839a7f7722718a436f74265ed11d454ab69297cd2d956"
    )


def test_a_pupils_password_is_three_words_and_four_digits():
    *words, digits = initial_password(*ARGS, easy=True).split(".")
    assert len(words) == 3
    assert set(words) <= set(WORDS)
    assert len(digits) == 4
    assert digits.isdigit()


def test_an_adults_password_is_a_word_longer():
    *words, digits = initial_password(*ARGS, easy=False).split(".")
    assert len(words) == 4
    assert len(digits) == 4


def test_longest_and_shortest_are_within_what_google_takes():
    lengths = sorted(map(len, WORDS))
    assert 3 * lengths[0] + 7 >= 8
    assert 4 * lengths[-1] + 8 <= 100


def test_the_same_account_and_issue_always_give_the_same_password():
    assert initial_password(*ARGS, easy=True) == "sarung.salju.papan.0391"
    assert initial_password(KEY, ARGS[1].upper(), *ARGS[2:], easy=True) == "sarung.salju.papan.0391"


@pytest.mark.parametrize(
    ("place", "other"), [(0, b"j" * 32), (1, "budi.santoso13@sd.belajar.id"), (2, 2), (3, "n1nce")]
)
def test_another_key_address_issue_or_nonce_gives_another_password(place, other):
    changed = list(ARGS)
    changed[place] = other
    assert initial_password(*changed, easy=True) != initial_password(*ARGS, easy=True)


def test_a_hundred_thousand_passwords_are_distinct_and_use_every_word_alike():
    passwords = {initial_password(KEY, f"user{number}@sd.belajar.id", 1, "n", easy=True) for number in range(100_000)}
    assert len(passwords) == 100_000
    counts = Counter(word for password in passwords for word in password.split(".")[:3])
    expected = 300_000 / len(WORDS)
    assert set(counts) == set(WORDS)
    assert all(abs(count - expected) < 6 * expected**0.5 for count in counts.values())
