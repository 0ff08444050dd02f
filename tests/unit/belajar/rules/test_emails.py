import pytest

from belajar.rules.emails import parse_email


@pytest.mark.parametrize(("typed", "email"), [
    ("siti@contoh.test", "siti@contoh.test"),
    ("siti@Contoh.TEST", "siti@contoh.test"),
    ("siti+1@mail.contoh.co.id", "siti+1@mail.contoh.co.id"),
])  # fmt: skip
def test_an_address_is_given_back_in_canonical_form(typed, email):
    assert parse_email(typed) == email


@pytest.mark.parametrize("typed", ["", "siti", "siti@", "siti@contoh", "si ti@contoh.test", "a@b.test,c@d.test"])
def test_what_is_no_address_is_none(typed):
    assert parse_email(typed) is None


@pytest.mark.parametrize("typed", ["siti@belajar.id", "siti@guru.sd.belajar.id", "siti@DINAS.Belajar.ID"])
def test_our_own_accounts_are_no_way_back_into_themselves(typed):
    assert parse_email(typed) is None


def test_a_domain_that_only_ends_alike_is_not_ours():
    assert parse_email("siti@xbelajar.id") == "siti@xbelajar.id"
