from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belajar.rules.holidays_id import ESTIMATED, FIRST_DAY, HOLIDAYS, LAST_DAY
from belajar.rules.working_days import covers, due_after, is_working_day, working_days

WIB = timezone(timedelta(hours=7))
TICK = timedelta(microseconds=1)


def wib(month, day, hour=10):
    return datetime(2026, month, day, hour, tzinfo=WIB)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (wib(7, 6), 2, wib(7, 8)),  # Monday
        (wib(7, 10, 15), 2, wib(7, 14, 15)),  # Friday: over the weekend
        (wib(7, 11), 2, wib(7, 15, 0)),  # Saturday counts as Monday 00:00
        (wib(7, 6), 5, wib(7, 13)),
        (wib(8, 14), 2, wib(8, 19)),  # Friday before Proklamasi on Monday
        (wib(3, 17), 2, wib(3, 26)),  # Nyepi, Idulfitri and their joint leave
        (wib(3, 18), 1, wib(3, 26, 0)),  # comes in on a day of joint leave
        (wib(7, 6), 0, wib(7, 6)),
    ],
)
def test_a_deadline_lies_so_many_working_days_later(start, days, due):
    assert due_after(start, days) == due


def test_the_day_is_that_of_western_indonesia():
    sunday_evening_in_london = datetime(2026, 7, 5, 18, tzinfo=UTC)
    assert due_after(sunday_evening_in_london, 1) == wib(7, 7, 1)


def test_a_deadline_is_told_in_utc():
    assert due_after(wib(7, 6), 2).utcoffset() == timedelta(0)


def test_working_days_between_two_moments_are_whole_ones():
    assert working_days(wib(7, 6), wib(7, 8)) == 2
    assert working_days(wib(7, 6), wib(7, 8) - TICK) == 1
    assert working_days(wib(7, 10), wib(7, 12)) == 0
    assert working_days(wib(7, 6), wib(7, 1)) == 0


MOMENTS = st.integers(0, 650 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.integers(0, 12))
def test_a_deadline_is_reached_exactly_when_its_days_have_passed(start, days):
    due = due_after(start, days)
    assert working_days(start, due) >= days
    assert days == 0 or working_days(start, due - TICK) < days
    assert is_working_day(due.astimezone(WIB).date())


def test_the_table_says_which_years_it_knows():
    assert covers(FIRST_DAY)
    assert covers(LAST_DAY)
    assert not covers(FIRST_DAY - timedelta(days=1))
    assert not covers(LAST_DAY + timedelta(days=1))


def test_outside_the_table_weekdays_count():
    assert is_working_day(date(2030, 1, 1))
    assert not is_working_day(date(2030, 1, 5))


def test_every_day_of_the_table_lies_within_its_years():
    assert all(covers(day) for day in HOLIDAYS)


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize("fixed", [(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)])
def test_the_fixed_holidays_stand_in_every_year(year, fixed):
    assert not is_working_day(date(year, *fixed))


def test_the_decree_of_2026_has_17_holidays_and_8_days_of_joint_leave():
    names = [name for day, name in HOLIDAYS.items() if day.year == 2026]
    assert sum(name.startswith("Cuti bersama") for name in names) == 8
    assert len(names) == 25


def test_what_no_decree_has_fixed_yet_is_marked_as_estimated():
    assert {day.year for day in ESTIMATED} == {2027}
    assert set(ESTIMATED) <= set(HOLIDAYS)
