"""Where an account lives: its email domain and its organisational unit in Workspace."""

from belajar.rules.regulation import REGULATION
from schemas.people import Jenis, JenisLain, Jenjang, Peran


def email_domain(jenis: Jenis | JenisLain, jenjang: Jenjang | None) -> str:
    """`sd.belajar.id`, `guru.smp.belajar.id`, `admin.kesetaraan.belajar.id`, `dinas.belajar.id` ..."""
    if isinstance(jenis, JenisLain):
        return REGULATION.others[jenis][0]
    assert jenjang, "people of the schools have a level"
    return REGULATION.levels[jenjang].domains[jenis]


def email_domains() -> frozenset[str]:
    """Every domain of the regulation in force."""
    schools = {domain for level in REGULATION.levels.values() for domain in level.domains.values()}
    return frozenset(schools | {domain for domain, _ in REGULATION.others.values()})


def org_unit(jenis: Jenis | JenisLain, peran: Peran | None, jenjang: Jenjang | None) -> str:
    """orgUnitPath: `/Peserta Didik/SD`, `/Tenaga Kependidikan/SMA/Operator` ... (only they have a role)."""
    if isinstance(jenis, JenisLain):
        return f"/{REGULATION.others[jenis][1]}"
    assert jenjang, "people of the schools have a level"
    path = f"/{REGULATION.kinds[jenis]}/{REGULATION.levels[jenjang].unit}"
    if jenis is Jenis.TENAGA_KEPENDIDIKAN and peran:
        return f"{path}/{REGULATION.roles[peran]}"
    return path
