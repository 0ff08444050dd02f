"""Deadlines of reviewers in working days: Monday to Friday in western Indonesia, without the days of the table."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from belajar.rules.holidays_id import FIRST_DAY, HOLIDAYS, LAST_DAY

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time: no summer time, so a fixed offset is exact."""
_DAY = timedelta(days=1)
_FRIDAY = 4


def is_working_day(day: date) -> bool:
    """Whether the offices are open; outside the table every Monday to Friday counts."""
    return day.weekday() <= _FRIDAY and day not in HOLIDAYS


def covers(day: date) -> bool:
    """Whether the table of holidays knows this day's year."""
    return FIRST_DAY <= day <= LAST_DAY


def due_after(start: datetime, days: int) -> datetime:
    """When so many working days have passed since `start`, in UTC: at the same hour WIB, `days` working days later.

    What comes in on a day off counts as having come at the beginning of the next working day.
    """
    begin = _in_office(start)
    day = begin.date()
    for _ in range(days):
        day = _next_working_day(day)
    return datetime.combine(day, begin.timetz()).astimezone(UTC)


def working_days(start: datetime, end: datetime) -> int:
    """Whole working days between two moments: the largest `n` with `due_after(start, n) <= end`; never negative."""
    passed = 0
    while due_after(start, passed + 1) <= end:
        passed += 1
    return passed


def _in_office(moment: datetime) -> datetime:
    local = moment.astimezone(WIB)
    if is_working_day(local.date()):
        return local
    return datetime.combine(_next_working_day(local.date()), time(tzinfo=WIB))


def _next_working_day(day: date) -> date:
    day += _DAY
    while not is_working_day(day):
        day += _DAY
    return day
