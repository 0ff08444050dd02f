"""Days on which the offices are closed: national holidays and the joint leave of civil servants, 2026 and 2027.

2026: Joint Decree 1497/2025, 2/2025 and 5/2025 of the three ministers. 2027: not decreed yet; movable days are
ESTIMATED from the calendars, joint leave is missing. Put the decree's days here when it is out (usually in September).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

FIRST_DAY = date(2026, 1, 1)
LAST_DAY = date(2027, 12, 31)
"""What lies outside the table counts by weekday alone; `belajar.rules.working_days.covers` tells."""

_2026 = {
    date(2026, 1, 1): "Tahun Baru Masehi",
    date(2026, 1, 16): "Isra Mikraj",
    date(2026, 2, 16): "Cuti bersama Tahun Baru Imlek",
    date(2026, 2, 17): "Tahun Baru Imlek 2577",
    date(2026, 3, 18): "Cuti bersama Nyepi",
    date(2026, 3, 19): "Nyepi, Tahun Baru Saka 1948",
    date(2026, 3, 20): "Cuti bersama Idulfitri",
    date(2026, 3, 21): "Idulfitri 1447 H",
    date(2026, 3, 22): "Idulfitri 1447 H",
    date(2026, 3, 23): "Cuti bersama Idulfitri",
    date(2026, 3, 24): "Cuti bersama Idulfitri",
    date(2026, 4, 3): "Wafat Yesus Kristus",
    date(2026, 4, 5): "Kebangkitan Yesus Kristus",
    date(2026, 5, 1): "Hari Buruh Internasional",
    date(2026, 5, 14): "Kenaikan Yesus Kristus",
    date(2026, 5, 15): "Cuti bersama Kenaikan Yesus Kristus",
    date(2026, 5, 27): "Iduladha 1447 H",
    date(2026, 5, 28): "Cuti bersama Iduladha",
    date(2026, 5, 31): "Waisak 2570 BE",
    date(2026, 6, 1): "Hari Lahir Pancasila",
    date(2026, 6, 16): "Tahun Baru Islam 1448 H",
    date(2026, 8, 17): "Proklamasi Kemerdekaan",
    date(2026, 8, 25): "Maulid Nabi Muhammad",
    date(2026, 12, 24): "Cuti bersama Natal",
    date(2026, 12, 25): "Natal",
}
_2027_FIXED = {
    date(2027, 1, 1): "Tahun Baru Masehi",
    date(2027, 3, 26): "Wafat Yesus Kristus",
    date(2027, 3, 28): "Kebangkitan Yesus Kristus",
    date(2027, 5, 1): "Hari Buruh Internasional",
    date(2027, 5, 6): "Kenaikan Yesus Kristus",
    date(2027, 6, 1): "Hari Lahir Pancasila",
    date(2027, 8, 17): "Proklamasi Kemerdekaan",
    date(2027, 12, 25): "Natal",
}
ESTIMATED: Mapping[date, str] = MappingProxyType(
    {
        date(2027, 1, 5): "Isra Mikraj",
        date(2027, 2, 6): "Tahun Baru Imlek 2578",
        date(2027, 3, 8): "Nyepi, Tahun Baru Saka 1949",
        date(2027, 3, 10): "Idulfitri 1448 H",
        date(2027, 3, 11): "Idulfitri 1448 H",
        date(2027, 5, 17): "Iduladha 1448 H",
        date(2027, 5, 20): "Waisak 2571 BE",
        date(2027, 6, 6): "Tahun Baru Islam 1449 H",
        date(2027, 8, 15): "Maulid Nabi Muhammad",
        date(2027, 12, 26): "Isra Mikraj",
    }
)
"""May move by a day or two when the decree comes."""
HOLIDAYS: Mapping[date, str] = MappingProxyType(_2026 | _2027_FIXED | dict(ESTIMATED))
