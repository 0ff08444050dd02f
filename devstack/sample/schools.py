"""Invented schools: every jenjang occurs once before chance decides, so that small samples are complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from devstack.sample.regions import REGIONS, Region
from schemas.people import Jenjang

GRADES: Final[Mapping[Jenjang, tuple[str, ...]]] = {
    Jenjang.PAUD: ("",),
    Jenjang.SD: tuple("123456"),
    Jenjang.SMP: tuple("789"),
    Jenjang.SMA: ("10", "11", "12"),
    Jenjang.SMK: ("10", "11", "12", "13"),
    Jenjang.SLB: ("5", "6", "7", "8", "9", "10", "11", "12"),
    Jenjang.PAKET_A: tuple("123456"),
    Jenjang.PAKET_B: tuple("789"),
    Jenjang.PAKET_C: ("10", "11", "12"),
}
"""Grades with an account (seed); PAUD has none written down."""

_KESETARAAN: Final = (Jenjang.PAKET_A, Jenjang.PAKET_B, Jenjang.PAKET_C)
_WEIGHTS: Final = (16, 55, 15, 5, 5, 1, 1, 1, 1)
_PRIVATE: Final = ("Bina Harapan", "Tunas Mandiri", "Pelita Bunda", "Karya Bangsa", "Budi Luhur", "Cahaya Ilmu")


@dataclass(frozen=True, slots=True)
class School:
    """One satuan pendidikan."""

    npsn: str
    nama: str
    jenjang: Jenjang
    region: Region


def school(seed: int, index: int) -> School:
    """The `index`-th school of a sample; the same for the same seed and index."""
    rng = Random(f"{seed}:school:{index}")
    levels = list(Jenjang)
    jenjang = levels[index] if index < len(levels) else rng.choices(levels, _WEIGHTS)[0]
    region = REGIONS[index % len(REGIONS)]
    letter = jenjang in (*_KESETARAAN, Jenjang.PAUD)
    npsn = f"P9{index:06d}" if letter else f"9{index:07d}"
    return School(npsn, _name(rng, jenjang, region, index), jenjang, region)


def _name(rng: Random, jenjang: Jenjang, region: Region, index: int) -> str:
    if jenjang in _KESETARAAN:
        return f"PKBM {rng.choice(_PRIVATE)} {region.nama}"
    if jenjang in (Jenjang.PAUD, Jenjang.SLB):
        return f"{'TK' if jenjang is Jenjang.PAUD else 'SLB'} {rng.choice(_PRIVATE)} {region.nama}"
    kind = jenjang.value.upper()
    return (
        f"{kind} Negeri {index + 1} {region.nama}"
        if rng.random() < 0.7
        else f"{kind} {rng.choice(_PRIVATE)} {region.nama}"
    )
