"""Whether a NIK or NIP goes with a birth date: slips happen on cards too, so this only warns, it never refuses."""

from datetime import date

_WOMAN = 40


def nik_disagrees(nik: str, lahir: date) -> bool:
    """Whether digits 7 to 12 are another day than the birth date (DDMMYY, women's day + 40)."""
    day = int(nik[6:8])
    born = (day - _WOMAN if day > _WOMAN else day, int(nik[8:10]), int(nik[10:12]))
    return born != (lahir.day, lahir.month, lahir.year % 100)


def nip_disagrees(nip: str, lahir: date) -> bool:
    """Whether the first eight digits are another day than the birth date (YYYYMMDD)."""
    return nip[:8] != f"{lahir:%Y%m%d}"
