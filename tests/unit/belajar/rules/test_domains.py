import pytest

from belajar.rules.domains import email_domain, email_domains, org_unit
from belajar.rules.regulation import REGULATION
from schemas.people import Jenis, JenisLain, Jenjang, Peran

PD, GURU, TK = Jenis.PESERTA_DIDIK, Jenis.PENDIDIK, Jenis.TENAGA_KEPENDIDIKAN


@pytest.mark.parametrize("jenjang", [Jenjang.PAUD, Jenjang.SD, Jenjang.SMP, Jenjang.SMA, Jenjang.SMK, Jenjang.SLB])
def test_schools_have_the_domains_of_the_ministrys_table(jenjang):
    stem = jenjang.value
    assert [email_domain(jenis, jenjang) for jenis in (PD, GURU, TK)] == [
        f"{stem}.belajar.id",
        f"guru.{stem}.belajar.id",
        f"admin.{stem}.belajar.id",
    ]


@pytest.mark.parametrize("jenjang", [Jenjang.PAKET_A, Jenjang.PAKET_B, Jenjang.PAKET_C])
def test_the_three_paket_share_kesetaraan_and_call_their_teachers_pendidik(jenjang):
    assert [email_domain(jenis, jenjang) for jenis in (PD, GURU, TK)] == [
        "kesetaraan.belajar.id",
        "pendidik.kesetaraan.belajar.id",
        "admin.kesetaraan.belajar.id",
    ]


def test_all_domains_are_listed_once():
    schools = {email_domain(jenis, jenjang) for jenis in Jenis for jenjang in Jenjang}
    assert email_domains() == schools | {email_domain(jenis, None) for jenis in JenisLain}
    assert len(email_domains()) == 23


@pytest.mark.parametrize(
    ("jenis", "peran", "jenjang", "path"),
    [
        (PD, None, Jenjang.SD, "/Peserta Didik/SD"),
        (GURU, None, Jenjang.SMP, "/Pendidik/SMP"),
        (GURU, Peran.OPERATOR, Jenjang.SMP, "/Pendidik/SMP"),
        (TK, Peran.OPERATOR, Jenjang.SMA, "/Tenaga Kependidikan/SMA/Operator"),
        (TK, Peran.KEPALA_SATUAN_PENDIDIKAN, Jenjang.SLB, "/Tenaga Kependidikan/SLB/Kepala Satuan Pendidikan"),
        (PD, None, Jenjang.PAKET_B, "/Peserta Didik/Kesetaraan"),
        (JenisLain.DINAS, None, None, "/Dinas Pendidikan"),
        (JenisLain.KEMDIKBUD, None, None, "/Kementerian"),
    ],
)
def test_the_organisational_unit_follows_kind_level_and_role(jenis, peran, jenjang, path):
    assert org_unit(jenis, peran, jenjang) == path


def test_the_regulation_in_force_covers_every_level_kind_and_role():
    assert REGULATION.version == "Persesjen 20/2022"
    assert (set(REGULATION.levels), set(REGULATION.kinds), set(REGULATION.roles)) == (
        set(Jenjang),
        set(Jenis),
        set(Peran),
    )
