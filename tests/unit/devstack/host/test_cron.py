from datetime import UTC, datetime

import pytest

from devstack.host.cron import parse_cron
from devstack.topology import topology


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "moment", "due"),
    [
        ("* * * * *", "2026-07-13T01:07", True),
        ("*/30 * * * *", "2026-07-13T01:30", True),
        ("*/30 * * * *", "2026-07-13T01:31", False),
        ("0 9 * * *", "2026-07-13T02:00", True),
        ("0 9 * * *", "2026-07-13T09:00", False),
        ("5,10-12 * * * *", "2026-07-13T01:11", True),
        ("5,10-12 * * * *", "2026-07-13T01:13", False),
        ("0 0 1 * *", "2026-06-30T17:00", True),
        ("0 0 * 2 *", "2026-07-13T17:00", False),
        ("0 0 * * 0", "2026-07-11T17:00", True),
        ("0 0 * * 1-5", "2026-07-11T17:00", False),
    ],
)
def test_a_schedule_is_due_by_the_clock_of_jakarta(cron, moment, due):
    assert parse_cron(cron).due(at(moment)) is due


@pytest.mark.parametrize("text", ["* * * *", "60 * * * *", "* 24 * * *", "x * * * *", "*/0 * * * *", "9-5 * * * *"])
def test_what_is_no_cron_string_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_cron(text)


def test_every_schedule_of_the_topology_can_be_read():
    assert all(parse_cron(schedule.cron) for schedule in topology().schedules.values())
