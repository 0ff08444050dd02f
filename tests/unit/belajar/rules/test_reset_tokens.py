"""Tokens of resets: each for one thing, under every pepper in use, and nothing else fits."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belajar.rules.reset_tokens import Disownable, disown_token, disowned, is_set_token, page_signs, set_token

NEW, OLD = b"n" * 32, b"o" * 32
ONE, OTHER = "1" * 32, "2" * 32


def test_a_set_token_is_of_one_reset_and_one_code():
    token = set_token(NEW, ONE, 1)
    assert is_set_token([NEW], ONE, 1, token)
    assert not is_set_token([NEW], ONE, 2, token)
    assert not is_set_token([NEW], OTHER, 1, token)
    assert len(token) * 4 == 128


def test_tokens_outlive_a_rotation_and_not_the_removal_of_their_pepper():
    token, link = set_token(OLD, ONE, 1), disown_token(OLD, Disownable.RESET, ONE)
    assert is_set_token([NEW, OLD], ONE, 1, token)
    assert disowned([NEW, OLD], link) == (Disownable.RESET, ONE)
    assert not is_set_token([NEW], ONE, 1, token)
    assert disowned([NEW], link) is None


@pytest.mark.parametrize("given_token", ["", "é" * 32, "0" * 32, "0" * 200])
def test_what_is_no_token_fits_nothing(given_token):
    assert not is_set_token([NEW, OLD], ONE, 1, given_token)
    assert disowned([NEW, OLD], given_token) is None


@pytest.mark.parametrize("kind", Disownable)
def test_a_link_names_its_matter_and_stands_for_no_other(kind):
    link = disown_token(NEW, kind, ONE)
    assert disowned([NEW], link) == (kind, ONE)
    swapped = link[:-1] + ("k" if link[-1] == "r" else "r")
    other = disown_token(NEW, kind, OTHER)[:20] + link[20:]
    loose = link[:-2] + chr(ord(link[-2]) + 1) + link[-1]
    others = [swapped, other, loose, link.upper(), link + "0", link[:-1], f" {link}", f"{link}\n"]
    assert [each for each in others if disowned([NEW], each)] == []


def test_a_set_token_is_no_part_of_a_link():
    packed = urlsafe_b64encode(bytes.fromhex(ONE + set_token(NEW, ONE, 1))).decode().rstrip("=")
    assert disowned([NEW], f"{packed}r") is None


@pytest.mark.parametrize("kind", Disownable)
@given(st.integers(0, 2**128 - 1))
def test_a_link_is_short_enough_for_an_sms_and_telephones_see_where_it_ends(kind, number):
    link = disown_token(NEW, kind, f"{number:032x}")
    assert len(link) == 44
    assert link[-1].isalpha()
    assert disowned([NEW], link) == (kind, f"{number:032x}")


@given(st.integers(0, 2**128 - 1))
def test_the_signs_of_a_page_are_two_that_nobody_mistakes(number):
    signs = page_signs(f"{number:032x}")
    assert len(signs) == 2
    assert not set(signs) & set("0O1IlSZ")
    assert signs == page_signs(f"{number:032x}")


def test_of_signs_that_look_alike_at_most_one_is_in_use():
    used = set("".join(page_signs(f"{number:08x}" + "0" * 24) for number in range(1000)))
    assert {alike: used & set(alike) for alike in ("0O", "1Il", "2Z", "5S")} == {
        "0O": set(),
        "1Il": set(),
        "2Z": {"2"},
        "5S": {"5"},
    }


def test_the_signs_tell_most_pages_apart():
    assert len({page_signs(f"{number:08x}" + "0" * 24) for number in range(200)}) > 100
