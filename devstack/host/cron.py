"""Five-field cron strings, as far as Cloud Scheduler and the topology use them: `*`, numbers, ranges, lists, steps."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

WIB: Final = timezone(timedelta(hours=7))
"""Asia/Jakarta, which has no summer time: no time zone database needed."""
_BOUNDS: Final = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))


@dataclass(frozen=True, slots=True)
class Cron:
    """When a schedule is due, to the minute, in Asia/Jakarta."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def due(self, moment: datetime) -> bool:
        """Whether the minute of this aware time is one of the schedule's. 0 is Sunday.

        Days are those of the month AND of the week; cron's OR of two restricted ones is not used here.
        """
        local = moment.astimezone(WIB)
        return (
            local.minute in self.minutes
            and local.hour in self.hours
            and local.day in self.days
            and local.month in self.months
            and local.isoweekday() % 7 in self.weekdays
        )


def parse_cron(text: str) -> Cron:
    """Raises ValueError."""
    parts = text.split()
    if len(parts) != len(_BOUNDS):
        raise ValueError(f"not five fields: {text}")
    return Cron(*(_numbers(part, *bounds) for part, bounds in zip(parts, _BOUNDS, strict=True)))


def _numbers(field: str, low: int, high: int) -> frozenset[int]:
    found = {number for item in field.split(",") for number in _item(item, low, high)}
    if not found or min(found) < low or max(found) > high:
        raise ValueError(f"out of {low}-{high}: {field}")
    return frozenset(found)


def _item(item: str, low: int, high: int) -> range:
    span, _, step = item.partition("/")
    first, dash, last = (str(low), "-", str(high)) if span == "*" else span.partition("-")
    return range(int(first), int(last if dash else first) + 1, int(step or 1))
