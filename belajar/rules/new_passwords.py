"""Whether an owner may choose a password (NIST 800-63B): long enough, not common, not about themselves; nothing else.

No rules about kinds of characters. Guessing begins with common words and with what everybody knows of a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from belajar.rules.common_passwords import SHORTEST_CORE, compact, is_common, solid, undisguised, unit, without_runs
from belajar.rules.policy import POLICY
from belajar.rules.spelling import fold
from schemas.people import Jenis, JenisLain

LONGEST: Final = 100
"""Of Google's, as is that it takes ASCII only and no space at either end."""
EXAMPLE: Final = "payung.sambal.kereta.biru"
ADVICE: Final = (
    "Cara mudah: pilih tiga atau empat kata yang tidak saling berhubungan, lalu sambung dengan titik, misalnya "
    f"{EXAMPLE} (jangan pakai contoh ini). Mudah Anda ingat, sulit ditebak orang lain."
)
_PRINTABLE: Final = re.compile(r"[ -~]*")
_NOT_LETTER: Final = re.compile(r"[\W\d_]+")
_SHORTEST_WORD: Final = 3
_DATE_DIGITS: Final = 8
_YEARS: Final = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Owner:
    """What a password may not be made of. `phone`: E.164."""

    jenis: Jenis | JenisLain
    nama: str = field(repr=False)
    address: str = field(repr=False)
    npsn: str | None = None
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong: a stable code, and what to do about it in Indonesian. Repeats nothing of the password."""

    code: str
    help: str


def shortest(jenis: Jenis | JenisLain) -> int:
    """Characters a new password must have."""
    return POLICY.password_min_pupils if jenis is Jenis.PESERTA_DIDIK else POLICY.password_min_staff


def requirements(jenis: Jenis | JenisLain) -> list[str]:
    """What a new password must fulfil, Indonesian."""
    return [
        f"Panjangnya {shortest(jenis)} sampai {LONGEST} karakter.",
        "Bukan kata sandi yang umum, urutan seperti 12345678, pengulangan, atau tanggal.",
        "Tidak dibuat dari nama Anda, nama akun, NPSN, atau nomor ponsel Anda.",
        "Hanya huruf latin, angka, spasi, dan tanda baca di papan ketik; boleh semuanya huruf kecil.",
        ADVICE,
    ]


def flaws(password: str, owner: Owner) -> list[Flaw]:
    """Everything that is wrong with it at once; empty = it may be set."""
    return [*_form(password, shortest(owner.jenis)), *_content(password, owner)]


def _form(password: str, minimum: int) -> Iterator[Flaw]:
    if len(password) < minimum:
        yield Flaw("terlalu_pendek", f"Tambahkan kata lagi sampai paling sedikit {minimum} karakter.")
    if len(password) > LONGEST:
        yield Flaw("terlalu_panjang", f"Persingkat sampai paling banyak {LONGEST} karakter.")
    if not _PRINTABLE.fullmatch(password):
        yield Flaw(
            "tanda_tidak_didukung",
            "Google hanya menerima huruf latin tanpa aksen, angka, spasi, dan tanda baca biasa. Ganti emoji, huruf "
            "beraksen, atau huruf lain dengan huruf a sampai z.",
        )
    if password != password.strip():
        yield Flaw("spasi_di_tepi", "Hapus spasi di awal dan di akhir; spasi di tengah boleh.")


def _content(password: str, owner: Owner) -> Iterator[Flaw]:
    if is_common(password):
        yield Flaw(
            "terlalu_umum",
            "Kata sandi ini termasuk yang pertama dicoba orang, juga bila ditambah angka atau tanda. Pilih beberapa "
            "kata yang tidak saling berhubungan.",
        )
    if _is_pattern(password, shortest(owner.jenis)):
        yield Flaw(
            "mudah_ditebak", "Urutan, pengulangan, dan tanggal mudah ditebak. Pilih beberapa kata sebagai gantinya."
        )
    if _is_about(password, owner):
        yield Flaw(
            "data_diri",
            "Jangan membuat kata sandi dari nama, nama akun, NPSN, atau nomor ponsel Anda: orang lain mengetahuinya.",
        )


def _is_pattern(password: str, minimum: int) -> bool:
    text = compact(password)
    rest = without_runs(text)
    repeats = unit(text) != text and len(unit(text)) < minimum
    return len(rest) < SHORTEST_CORE or repeats or any(map(_is_dated, (solid(text), solid(rest))))


def _is_dated(text: str) -> bool:
    """A date, alone or with a few more digits."""
    if not (text.isascii() and text.isdecimal() and _DATE_DIGITS <= len(text) <= _DATE_DIGITS + SHORTEST_CORE):
        return False
    return any(map(_is_date, (text[:_DATE_DIGITS], text[-_DATE_DIGITS:])))


def _is_date(digits: str) -> bool:
    """Whether eight digits can be read as a day of our time, in any order people write it."""
    first, second = int(digits[:2]), int(digits[2:4])
    third, fourth = int(digits[4:6]), int(digits[6:])
    late, early = int(digits[4:]), int(digits[:4])
    return any(_exists(*parts) for parts in ((late, second, first), (late, first, second), (early, third, fourth)))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).year in _YEARS
    except ValueError:
        return False


def _is_about(password: str, owner: Owner) -> bool:
    """What is left without the owner's own words is nothing, digits, or a common word."""
    terms = sorted(_own_terms(owner), key=len, reverse=True)
    return any(_is_made_of(text, terms) for text in map(solid, undisguised(password.casefold())))


def _is_made_of(text: str, terms: list[str]) -> bool:
    rest = text
    for term in terms:
        rest = rest.replace(term, "")
    letters = _NOT_LETTER.sub("", rest)
    return rest != text and (len(letters) < SHORTEST_CORE or is_common(letters))


def _own_terms(owner: Owner) -> set[str]:
    nama, address = fold(owner.nama), owner.address.casefold()
    words = {word for text in (nama, owner.nama.casefold(), address) for word in _NOT_LETTER.split(text)}
    joined = {solid(nama), solid(address), *map(solid, address.split("@"))}
    numbers = {(owner.npsn or "").casefold(), (owner.phone or "").removeprefix("+62")}
    return {term for term in words | joined | numbers if len(term) >= _SHORTEST_WORD}
