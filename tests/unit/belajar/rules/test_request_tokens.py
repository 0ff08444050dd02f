import pytest

from belajar.rules.request_tokens import nomor_of, token

NOMOR = "0123456789abcdef"
PEPPERS = (b"new pepper", b"old pepper")


@pytest.mark.parametrize("pepper", PEPPERS)
def test_a_token_of_any_pepper_in_force_leads_to_its_number(pepper):
    assert nomor_of(PEPPERS, token(pepper, NOMOR)) == NOMOR


def test_a_token_is_the_number_and_24_hex_of_proof():
    number, tag = token(PEPPERS[0], NOMOR).split("-")
    assert number == NOMOR
    assert len(tag) == 24
    assert set(tag) <= set("0123456789abcdef")


def test_a_token_of_a_pepper_that_is_gone_leads_nowhere():
    assert nomor_of(PEPPERS, token(b"lost pepper", NOMOR)) is None


def test_the_proof_of_one_number_does_not_fit_another():
    proof = token(PEPPERS[0], NOMOR).partition("-")[2]
    assert nomor_of(PEPPERS, f"{'f' * 16}-{proof}") is None


@pytest.mark.parametrize("place", range(24))
def test_every_digit_of_the_proof_counts(place):
    good = token(PEPPERS[0], NOMOR)
    at = 17 + place
    other = "0" if good[at] != "0" else "1"
    assert nomor_of(PEPPERS, good[:at] + other + good[at + 1 :]) is None


@pytest.mark.parametrize("text", ["", "-", NOMOR, f"{NOMOR}-", "é" * 41, token(b"new pepper", NOMOR).upper(), "../x"])
def test_what_is_no_token_leads_nowhere(text):
    assert nomor_of(PEPPERS, text) is None


def test_a_token_with_a_tail_leads_nowhere():
    assert nomor_of(PEPPERS, token(PEPPERS[0], NOMOR) + "\n") is None
