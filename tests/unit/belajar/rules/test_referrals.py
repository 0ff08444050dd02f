from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belajar.rules.referrals import fits, is_locked, new_code, referral_key, tidy
from schemas.people import Jabatan, TipeDinas
from schemas.requests import Referral

NOW = datetime(2026, 7, 6, 3, tzinfo=UTC)
TICK = timedelta(microseconds=1)
PEPPER = b"pepper"


def referral(**changes):
    return Referral(
        kode_wilayah="3171",
        nama_wilayah="Kota Contoh",
        tipe_dinas=TipeDinas.KABUPATEN_KOTA,
        quota={"kepala_dinas": 1, "kepala_bidang": 3},
        used={"kepala_bidang": 2},
        valid_from=NOW,
        valid_until=NOW + timedelta(days=30),
        issued_by="petugas@belajar.id",
        hint="XA",
    ).model_copy(update=changes)


def fits_claim(held, wilayah="3171", tipe=TipeDinas.KABUPATEN_KOTA, jabatan=Jabatan.KEPALA_BIDANG, now=NOW):
    return fits(held, wilayah, tipe, jabatan, now)


def test_a_code_is_the_region_and_eight_symbols_of_the_given_randomness():
    assert new_code("3171", b"\x00" * 5) == "3171-00000000"
    assert new_code("31", b"\xff" * 5) == "31-ZZZZZZZZ"
    assert new_code("3171", bytes([0, 0, 0, 0, 33])) == "3171-00000011"


def test_a_code_is_never_made_of_too_little_randomness():
    with pytest.raises(ValueError, match="too few"):
        new_code("3171", b"1234")


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_different_randomness_makes_codes_with_different_keys(one, other):
    keys = {referral_key(PEPPER, new_code("3171", part)) for part in (one, other)}
    assert len(keys) == len({one, other})


@pytest.mark.parametrize(
    "typed",
    [
        "3171-7k2m01xa",
        " 3171 7K2M 01XA ",
        "3171–7K2M01XA",
        "31717K2MO1XA",
        "3171-7K2MoIXA",
        "3171-7K2M0lXA",
        "３１７１-7K2M01XA",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed):
    assert tidy(typed) == "31717K2M01XA"
    assert referral_key(PEPPER, typed) == referral_key(PEPPER, "3171-7K2M01XA")


def test_a_key_depends_on_the_pepper_and_on_every_symbol():
    key = referral_key(PEPPER, "3171-7K2M01XA")
    assert key != referral_key(b"other", "3171-7K2M01XA")
    assert key != referral_key(PEPPER, "3171-7K2M01XB")
    assert "7K2M" not in key.upper()


def test_a_code_fits_the_office_and_region_it_was_issued_for():
    assert fits_claim(referral())
    assert fits_claim(referral(), jabatan=Jabatan.KEPALA_DINAS)


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": NOW - timedelta(days=1)},
        {"locked_at": NOW - timedelta(hours=23)},
        {"valid_from": NOW + TICK},
        {"valid_until": NOW},
        {"kode_wilayah": "3172"},
        {"kode_wilayah": "31"},
        {"tipe_dinas": TipeDinas.PROVINSI},
        {"used": {"kepala_bidang": 3}},
        {"quota": {"kepala_dinas": 1}},
    ],
)
def test_a_code_does_not_fit_when(changes):
    assert not fits_claim(referral(**changes))


def test_no_code_fits_nothing_not_even_an_empty_region():
    assert not fits_claim(None)
    assert not fits(None, "", TipeDinas.PROVINSI, Jabatan.KEPALA_DINAS, datetime(1970, 1, 1, tzinfo=UTC))


def test_a_lock_ends_after_a_day():
    locked = referral(locked_at=NOW)
    assert is_locked(locked, NOW + timedelta(days=1) - TICK)
    assert not is_locked(locked, NOW + timedelta(days=1))
    assert not is_locked(referral(), NOW)
