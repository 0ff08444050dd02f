"""How times and petugas are spoken of in mails and SMS: Indonesian, western time, no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from belajar.ports import Store
from belajar.rules.access import NATIONAL
from belajar.rules.working_days import WIB
from schemas.documents import Person
from schemas.staff import Petugas, Role

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


@dataclass(frozen=True, slots=True)
class Helper:
    """A petugas by role: `long` for a mail, `short` for an SMS."""

    long: str
    short: str


_SCHOOL = Helper("admin satuan pendidikan Anda (operator atau kepala satuan pendidikan)", "admin sekolah")
_ANYBODY = Helper("petugas layanan bantuan belajar.id", "petugas bantuan")
_HELPERS: Mapping[Role, Helper] = MappingProxyType(
    {
        Role.OPERATOR: _SCHOOL,
        Role.KEPALA_SATUAN_PENDIDIKAN: _SCHOOL,
        Role.CO_KAPTEN: Helper("Co-Kapten belajar.id di kabupaten/kota Anda", "Co-Kapten"),
        Role.KAPTEN: Helper("Kapten belajar.id di provinsi Anda", "Kapten"),
        Role.HELPDESK: _ANYBODY,
    }
)
"""Nearest first: who is several things acts as the nearest."""


def helper_of(address: str | None, person: Person, store: Store) -> Helper:
    """Who helped this person. Nobody is appointed for a school: a petugas without a document is one of its admins."""
    [found] = store.get(f"petugas/{address}")
    if found is None:
        return _SCHOOL
    roles = Petugas.model_validate(found.data).roles
    near = [words for role, words in _HELPERS.items() if role in roles and _is_near(roles[role], person)]
    return near[0] if near else _ANYBODY


def _is_near(scope: str, person: Person) -> bool:
    return scope in (person.npsn, NATIONAL) or person.kode_wilayah.startswith(scope)


def long_time(moment: datetime) -> str:
    """`13 Juli 2026 pukul 08:05 WIB`."""
    local = moment.astimezone(WIB)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year} pukul {local:%H:%M} WIB"


def short_time(moment: datetime) -> str:
    """`13-07 08:05 WIB`: an SMS has no room for the year."""
    return f"{moment.astimezone(WIB):%d-%m %H:%M} WIB"


def day(moment: datetime) -> str:
    """`13-07-2026`."""
    return f"{moment.astimezone(WIB):%d-%m-%Y}"
