"""Where an account lives: its email domain and its organisational unit in Workspace."""

from belajar.rules.regulation import REGULATION
from schemas.people import Jenis, Jenjang, Peran


def email_domain(jenis: Jenis, jenjang: Jenjang) -> str:
    """`sd.belajar.id`, `guru.smp.belajar.id`, `admin.kesetaraan.belajar.id` ..."""
    return REGULATION.levels[jenjang].domains[jenis]


def email_domains() -> frozenset[str]:
    """Every domain of the regulation in force."""
    return frozenset(domain for level in REGULATION.levels.values() for domain in level.domains.values())


def org_unit(jenis: Jenis, peran: Peran | None, jenjang: Jenjang) -> str:
    """orgUnitPath: `/Peserta Didik/SD`, `/Tenaga Kependidikan/SMA/Operator` ... (only they have a role)."""
    path = f"/{REGULATION.kinds[jenis]}/{REGULATION.levels[jenjang].unit}"
    if jenis is Jenis.TENAGA_KEPENDIDIKAN and peran:
        return f"{path}/{REGULATION.roles[peran]}"
    return path
