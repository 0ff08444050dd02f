from datetime import date

import pytest

from belajar.rules.identity_numbers import nik_disagrees, nip_disagrees

BORN = date(1984, 5, 7)


@pytest.mark.parametrize(
    ("middle", "wrong"), [("070584", False), ("470584", False), ("080584", True), ("070684", True), ("070585", True)]
)
def test_a_nik_holds_the_birth_date_and_forty_more_days_for_women(middle, wrong):
    assert nik_disagrees(f"317101{middle}0001", BORN) is wrong


def test_a_nik_of_the_last_day_of_a_month_is_read_for_women_too():
    assert not nik_disagrees("3171017112000001", date(2000, 12, 31))


@pytest.mark.parametrize(("head", "wrong"), [("19840507", False), ("19840508", True), ("19850507", True)])
def test_a_nip_begins_with_the_birth_date(head, wrong):
    assert nip_disagrees(f"{head}2009011002", BORN) is wrong


def test_the_nip_of_a_contract_worker_is_judged_by_the_same_eight_digits():
    assert not nip_disagrees("198405072023211002", BORN)
