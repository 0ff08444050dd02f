"""Who gets an account (seed, "Sasaran"), and what to tell the school of a row that does not."""

from dataclasses import dataclass

from belajar.rules.regulation import REGULATION
from schemas.people import Jenis, Jenjang, Peran


@dataclass(frozen=True, slots=True)
class Ineligible:
    """Why a row gets no account. `text` is Indonesian and goes into the rejects file."""

    column: str
    code: str
    text: str


def ineligible(jenis: Jenis, peran: Peran | None, jenjang: Jenjang, tingkat: int | None) -> Ineligible | None:
    """None = served. Pupils by grade, tenaga_kependidikan by role, every pendidik."""
    if jenis is Jenis.PESERTA_DIDIK:
        return _pupil(jenjang, tingkat)
    if jenis is Jenis.TENAGA_KEPENDIDIKAN and peran is None:
        roles = " dan ".join(REGULATION.roles.values())
        return Ineligible("peran", "role_not_served", f"Tenaga kependidikan yang mendapat akun hanya {roles}.")
    return None


def _pupil(jenjang: Jenjang, tingkat: int | None) -> Ineligible | None:
    level = REGULATION.levels[jenjang]
    if not level.grades:
        if tingkat:
            return Ineligible("tingkat", "grade_not_served", f"{level.name} tidak mengenal tingkat; kosongkan.")
        return None
    served = f"kelas {level.grades[0]} sampai {level.grades[-1]}"
    if tingkat is None:
        return Ineligible("tingkat", "grade_missing", f"Tingkat wajib diisi: {level.name} {served}.")
    if tingkat not in level.grades:
        text = f"Peserta didik {level.name} mendapat akun di {served}; tingkat {tingkat} tidak."
        return Ineligible("tingkat", "grade_not_served", text)
    return None
