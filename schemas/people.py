"""The register's vocabulary: who a person is, in the words of Dapodik."""

from enum import StrEnum


class Jenis(StrEnum):
    """Kind of person; also the website's `tipe_pengguna`."""

    PESERTA_DIDIK = "peserta_didik"
    PENDIDIK = "pendidik"
    TENAGA_KEPENDIDIKAN = "tenaga_kependidikan"


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
