from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belajar.rules.otp import deadline, digits, expired, same

SENT = datetime(2026, 7, 6, 3, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_six_digits_whatever_the_mac(mac):
    code = digits(mac)
    assert len(code) == 6
    assert code.isdigit()


def test_small_numbers_are_padded_with_zeros():
    assert digits((42).to_bytes(32, "big")) == "000042"


def test_the_whole_mac_counts():
    assert digits(b"\x01" + bytes(31)) != digits(bytes(32))


@pytest.mark.parametrize(("typed", "right"), [("012345", True), ("012346", False), ("12345", False), ("", False)])
def test_only_the_very_code_is_the_same(typed, right):
    assert same("012345", typed) is right


def test_digits_of_another_script_are_not_the_same():
    assert not same("012345", "٠١٢٣٤٥")


def test_a_code_is_good_for_ten_minutes_and_not_a_moment_longer():
    assert deadline(SENT) == SENT + timedelta(minutes=10)
    assert not expired(SENT, SENT + timedelta(minutes=10) - TICK)
    assert expired(SENT, SENT + timedelta(minutes=10))


def test_a_code_that_was_never_asked_for_is_over():
    assert expired(None, SENT)
