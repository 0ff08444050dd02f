"""Who is served, and under which name: the regulation in force as one table (seed, "Sasaran Akun Pembelajaran").

Persesjen 20/2022 replaced 16/2021; the next one is a new table, not a hunt through the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from schemas.people import Jenis, JenisLain, Jenjang, Peran


@dataclass(frozen=True, slots=True)
class Level:
    """One jenjang: its grades (empty = has none), its labels, and its domains per kind of person."""

    name: str
    grades: range
    unit: str
    """Organisational unit in Workspace; the three paket share one, as they share their domains."""
    domains: Mapping[Jenis, str]


@dataclass(frozen=True, slots=True)
class Regulation:
    """A version of the rules."""

    version: str
    levels: Mapping[Jenjang, Level]
    kinds: Mapping[Jenis, str]
    roles: Mapping[Peran, str]
    others: Mapping[JenisLain, tuple[str, str]]
    """Outside the schools: domain and organisational unit."""


def _level(name: str, first: int, last: int, unit: str, teachers: str = "guru") -> Level:
    host = f"{unit.lower()}.belajar.id"
    domains = {
        Jenis.PESERTA_DIDIK: host,
        Jenis.PENDIDIK: f"{teachers}.{host}",
        Jenis.TENAGA_KEPENDIDIKAN: f"admin.{host}",
    }
    return Level(name, range(first, last + 1), unit, MappingProxyType(domains))


REGULATION = Regulation(
    version="Persesjen 20/2022",
    levels=MappingProxyType(
        {
            Jenjang.PAUD: _level("PAUD", 0, -1, "PAUD"),
            Jenjang.SD: _level("SD", 1, 6, "SD"),
            Jenjang.SMP: _level("SMP", 7, 9, "SMP"),
            Jenjang.SMA: _level("SMA", 10, 12, "SMA"),
            Jenjang.SMK: _level("SMK", 10, 13, "SMK"),
            Jenjang.SLB: _level("SLB", 5, 12, "SLB"),
            Jenjang.PAKET_A: _level("Paket A", 1, 6, "Kesetaraan", "pendidik"),
            Jenjang.PAKET_B: _level("Paket B", 7, 9, "Kesetaraan", "pendidik"),
            Jenjang.PAKET_C: _level("Paket C", 10, 12, "Kesetaraan", "pendidik"),
        }
    ),
    kinds=MappingProxyType(
        {
            Jenis.PESERTA_DIDIK: "Peserta Didik",
            Jenis.PENDIDIK: "Pendidik",
            Jenis.TENAGA_KEPENDIDIKAN: "Tenaga Kependidikan",
        }
    ),
    roles=MappingProxyType(
        {
            Peran.KEPALA_SATUAN_PENDIDIKAN: "Kepala Satuan Pendidikan",
            Peran.OPERATOR: "Operator",
        }
    ),
    others=MappingProxyType(
        {
            JenisLain.DINAS: ("dinas.belajar.id", "Dinas Pendidikan"),
            JenisLain.KEMDIKBUD: ("dikbud.belajar.id", "Kementerian"),
        }
    ),
)
