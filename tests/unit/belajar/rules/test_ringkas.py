from datetime import UTC, datetime

import pytest

from belajar.rules.ringkas import is_same_person
from schemas.documents import AccountState, Person
from schemas.people import Jenis, TipeDinas

HASH = "ab" * 32
DISTRICT = TipeDinas.KABUPATEN_KOTA


def person(**changes):
    return Person(
        sumber_id="0f2b7c1e-1111-4222-8333-444455556666",
        jenis=Jenis.PENDIDIK,
        nama="Moh. Rizky, S.Pd.",
        kode_wilayah="317101",
        email_pribadi=None,
        nomor_ponsel=None,
        nik_hash=HASH,
        account_state=AccountState.CREATED,
        requested_at=datetime(2026, 7, 1, tzinfo=UTC),
    ).model_copy(update=changes)


@pytest.mark.parametrize(("wilayah", "tipe"), [("3171", DISTRICT), ("31", TipeDinas.PROVINSI)])
def test_nik_name_and_region_make_the_same_person(wilayah, tipe):
    assert is_same_person(person(), {HASH, "other"}, "MUHAMMAD RIZKI", wilayah, tipe)


@pytest.mark.parametrize(
    ("nik", "nama", "wilayah", "tipe"),
    [
        ("cd" * 32, "Muhammad Rizki", "3171", DISTRICT),
        (HASH, "Muhammad Rizal", "3171", DISTRICT),
        (HASH, "Muhammad Rizki", "3172", DISTRICT),
        (HASH, "Muhammad Rizki", "31", DISTRICT),
        (HASH, "Muhammad Rizki", "32", TipeDinas.PROVINSI),
    ],
)
def test_one_difference_makes_another_person(nik, nama, wilayah, tipe):
    assert not is_same_person(person(), {nik}, nama, wilayah, tipe)


def test_a_person_without_nik_is_never_the_same():
    assert not is_same_person(person(nik_hash=None), {HASH}, "Muhammad Rizki", "3171", DISTRICT)
