from datetime import UTC, datetime

import pytest

from functions.notify.wording import day, helper_of, long_time, short_time

JUST_BEFORE = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)


def test_times_are_western_indonesian_also_where_the_day_and_year_differ():
    assert long_time(JUST_BEFORE) == "31 Desember 2026 pukul 23:59 WIB"
    assert long_time(MIDNIGHT) == "1 Januari 2027 pukul 00:00 WIB"
    assert short_time(JUST_BEFORE) == "31-12 23:59 WIB"
    assert day(MIDNIGHT) == "01-01-2027"


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({"operator": "20100001"}, "admin sekolah"),
        ({"kepala_satuan_pendidikan": "20100001"}, "admin sekolah"),
        ({"kapten": "31"}, "Kapten"),
        ({"co_kapten": "3171"}, "Co-Kapten"),
        ({"helpdesk": "nasional"}, "petugas bantuan"),
        ({"operator": "20100002", "kapten": "31"}, "Kapten"),
        ({"co_kapten": "3172", "helpdesk": "nasional"}, "petugas bantuan"),
        ({"operator": "20100001", "kapten": "31"}, "admin sekolah"),
        ({"peninjau": "nasional"}, "petugas bantuan"),
        ({}, "petugas bantuan"),
    ],
)
def test_a_petugas_is_spoken_of_by_the_nearest_role_and_never_by_name(world, roles, words):
    world.petugas("rahmat", roles)
    helper = helper_of("rahmat@belajar.id", world.person(), world.store)
    assert helper.short == words
    assert "rahmat" not in (helper.long + helper.short).lower()


def test_a_petugas_without_a_document_is_one_of_the_schools_admins(world):
    assert helper_of("op12@admin.sd.belajar.id", world.person(), world.store).short == "admin sekolah"


def test_a_petugas_who_has_left_meanwhile_is_still_spoken_of_by_role(world):
    world.petugas("rahmat", {"kapten": "31"}, active=False)
    assert helper_of("rahmat@belajar.id", world.person(), world.store).short == "Kapten"
