"""The people of one invented school: head, operator, teachers, pupils in classes, twins, namesakes."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from devstack.sample import contacts
from devstack.sample.names import Gender, full_name, twin_names, with_titles
from devstack.sample.schools import GRADES, School
from schemas.people import Jenis, Jenjang, Peran

SCHOOL_YEAR: Final = 2026
_PUPILS_PER_TEACHER: Final = 15
_TWIN_SHARE: Final = 0.02
_NAMESAKE_SHARE: Final = 0.02


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One row of the register in its own words; fields are the columns of the extract."""

    sumber_id: str
    jenis: str
    peran: str
    nama: str
    nama_ibu_kandung: str
    tanggal_lahir: str
    nik: str
    nisn: str
    nuptk: str
    npsn: str
    nama_sekolah: str
    jenjang: str
    tingkat: str
    rombel: str
    email_pribadi: str
    nomor_ponsel: str
    kode_wilayah: str

    def form(self) -> dict[str, str]:
        """What this person would type into "Periksa Akun Pembelajaran"."""
        return {
            "nama_lengkap": self.nama,
            "nama_ibu_kandung": self.nama_ibu_kandung,
            "tipe_pengguna": self.jenis,
            "tanggal_lahir": self.tanggal_lahir,
            "npsn": self.npsn,
        }


def people_of(school: School, count: int, rng: Random) -> Iterator[SamplePerson]:
    """`count` people: a head, an operator, teachers, then pupils; a school of fewer than three has no pupils."""
    teachers = min(max(1, count // _PUPILS_PER_TEACHER), max(0, count - 2))
    for role in (Peran.KEPALA_SATUAN_PENDIDIKAN, Peran.OPERATOR)[:count]:
        yield _adult(school, rng, Jenis.TENAGA_KEPENDIDIKAN, role.value)
    for _ in range(teachers):
        yield _adult(school, rng, Jenis.PENDIDIK, "")
    yield from _pupils(school, max(0, count - 2 - teachers), rng)


def _adult(school: School, rng: Random, jenis: Jenis, peran: str) -> SamplePerson:
    gender: Gender = rng.choice(("L", "P"))
    person = _anyone(school, rng, gender, _day(rng, SCHOOL_YEAR - 60, SCHOOL_YEAR - 24))
    return replace(
        person,
        jenis=jenis.value,
        peran=peran,
        nama=with_titles(rng, person.nama, gender),
        nuptk=f"{rng.randrange(10**16):016d}" if rng.random() < 0.6 else "",
        email_pribadi=contacts.email(rng, person.nama, "contoh.test") if rng.random() < 0.95 else "",
        nomor_ponsel=contacts.phone(rng) if rng.random() < 0.9 else "",
    )


def _pupils(school: School, count: int, rng: Random) -> Iterator[SamplePerson]:
    made, earlier = 0, ""
    while made < count:
        chance = rng.random()
        group = _twins(school, rng) if chance < _TWIN_SHARE and made + 2 <= count else [_pupil(school, rng)]
        if earlier and chance > 1 - _NAMESAKE_SHARE:
            group = [replace(group[0], nama=earlier)]
        yield from group
        made, earlier = made + len(group), group[0].nama


def _twins(school: School, rng: Random) -> list[SamplePerson]:
    """Same mother, day of birth, class and contacts; the names are a letter or a word apart."""
    one = _pupil(school, rng)
    gender: Gender = "P" if int(one.nik[6:8]) > 40 else "L"
    first, second = twin_names(rng, rng.choice(school.region.cultures), gender)
    nik = one.nik[:12] + f"{(int(one.nik[12:]) + 1) % 10**4:04d}"
    other = replace(one, sumber_id=_source_id(rng), nama=second, nik=nik, nisn=_nisn(rng, one.tanggal_lahir))
    return [replace(one, nama=first), other]


def _pupil(school: School, rng: Random) -> SamplePerson:
    tingkat = rng.choice(GRADES[school.jenjang])
    gender: Gender = rng.choice(("L", "P"))
    born = SCHOOL_YEAR - 5 if school.jenjang is Jenjang.PAUD else SCHOOL_YEAR - 6 - int(tingkat)
    person = _anyone(school, rng, gender, _day(rng, born - 1, born))
    family = contacts.email(rng, person.nama_ibu_kandung, "keluarga.test") if rng.random() < 0.35 else ""
    return replace(
        person,
        nisn=_nisn(rng, person.tanggal_lahir),
        tingkat=tingkat,
        rombel=f"{tingkat}{rng.choice('ABCD')}",
        email_pribadi=family,
        nomor_ponsel=contacts.phone(rng) if rng.random() < 0.4 else "",
    )


def _anyone(school: School, rng: Random, gender: Gender, born: date) -> SamplePerson:
    culture = rng.choice(school.region.cultures)
    return SamplePerson(
        sumber_id=_source_id(rng),
        jenis=Jenis.PESERTA_DIDIK.value,
        peran="",
        nama=full_name(rng, culture, gender),
        nama_ibu_kandung=full_name(rng, culture, "P"),
        tanggal_lahir=born.isoformat(),
        nik=_nik(rng, school.region.kode, gender, born),
        nisn="",
        nuptk="",
        npsn=school.npsn,
        nama_sekolah=school.nama,
        jenjang=school.jenjang.value,
        tingkat="",
        rombel="",
        email_pribadi="",
        nomor_ponsel="",
        kode_wilayah=school.region.kode,
    )


def _source_id(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _day(rng: Random, first_year: int, last_year: int) -> date:
    first = date(first_year, 7, 1)
    return first + timedelta(days=rng.randrange((date(last_year, 7, 1) - first).days))


def _nik(rng: Random, district: str, gender: Gender, born: date) -> str:
    """In the right form, but of kecamatan 99, which no district has."""
    day = born.day + (40 if gender == "P" else 0)
    return f"{district}99{day:02d}{born:%m%y}{rng.randrange(10**4):04d}"


def _nisn(rng: Random, born: str) -> str:
    return f"{born[1:4]}{rng.randrange(10**7):07d}"
