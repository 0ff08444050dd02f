"""Form ringkas: whether the applicant is the person whom the register knows under the same NIK."""

from collections.abc import Collection

from belajar.rules.names import normalise
from schemas.documents import Person
from schemas.people import TipeDinas

_PROVINCE_DIGITS = 2
_DISTRICT_DIGITS = 4


def is_same_person(person: Person, nik_hashes: Collection[str], nama: str, kode_wilayah: str, tipe: TipeDinas) -> bool:
    """NIK and name agree, and the district does (the province for a provincial office). Source: issue 3.

    `nik_hashes`: of one NIK, under each pepper in use.
    """
    digits = _PROVINCE_DIGITS if tipe is TipeDinas.PROVINSI else _DISTRICT_DIGITS
    return (
        person.nik_hash in nik_hashes
        and normalise(person.nama) == normalise(nama)
        and person.kode_wilayah[:digits] == kode_wilayah[:digits]
    )
