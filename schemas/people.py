"""The register's vocabulary: who a person is, in the words of Dapodik."""

from enum import StrEnum


class Jenis(StrEnum):
    """Kind of person; also the website's `tipe_pengguna`."""

    PESERTA_DIDIK = "peserta_didik"
    PENDIDIK = "pendidik"
    TENAGA_KEPENDIDIKAN = "tenaga_kependidikan"


class JenisLain(StrEnum):
    """Kinds of person outside the schools; they come by request, not by the register."""

    DINAS = "dinas"
    KEMDIKBUD = "kemdikbud"


class Jabatan(StrEnum):
    """Offices that entitle to an account outside the schools (seed, "Sasaran Akun Pembelajaran")."""

    KEPALA_DINAS = "kepala_dinas"
    KEPALA_BIDANG = "kepala_bidang"
    PENGAWAS_SEKOLAH = "pengawas_sekolah"
    PENILIK = "penilik"
    PAMONG_BELAJAR = "pamong_belajar"
    PEGAWAI_KEMENTERIAN = "pegawai_kementerian"


PEJABAT = (Jabatan.KEPALA_DINAS, Jabatan.KEPALA_BIDANG)
"""Offices proven by a referral code."""
NON_PEJABAT = (Jabatan.PENGAWAS_SEKOLAH, Jabatan.PENILIK, Jabatan.PAMONG_BELAJAR)
"""Offices that come by the ringkas form."""


class TipeDinas(StrEnum):
    """Level of an education office."""

    PROVINSI = "provinsi"
    KABUPATEN_KOTA = "kabupaten_kota"


class Peran(StrEnum):
    """Role of a tenaga_kependidikan; only these two get accounts (Persesjen 16/2021, seed)."""

    KEPALA_SATUAN_PENDIDIKAN = "kepala_satuan_pendidikan"
    OPERATOR = "operator"


class Jenjang(StrEnum):
    """Level of education."""

    PAUD = "paud"
    SD = "sd"
    SMP = "smp"
    SMA = "sma"
    SMK = "smk"
    SLB = "slb"
    PAKET_A = "paket_a"
    PAKET_B = "paket_b"
    PAKET_C = "paket_c"
