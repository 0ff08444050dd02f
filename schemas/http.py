"""Bodies of the HTTP triggers. Unknown fields are refused; field names are the website's form fields (seed)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.identifiers import Address, IsoDate, KodeWilayahDinas, Nik, Nip, Npsn
from schemas.people import Jabatan, Jenis, TipeDinas
from schemas.requests import Alasan, Jalur, RequestState

Nama = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]


class Body(BaseModel):
    """Base of request bodies."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)


class PeriksaRequest(Body):
    """`POST /v1/akun/periksa`: the five fields of "Periksa Akun Pembelajaran"."""

    nama_lengkap: Nama
    nama_ibu_kandung: Nama
    tipe_pengguna: Jenis
    tanggal_lahir: IsoDate = Field(description="YYYY-MM-DD", examples=["2014-05-17"])
    npsn: Npsn


class Kontak(BaseModel):
    """Contacts on the register, masked."""

    email: str | None
    ponsel: str | None


class PeriksaResponse(BaseModel):
    """What the form proves the right to see."""

    status: str = Field(description="Aktif | Belum Aktif | Tidak Aktif | Sedang Dibuat")
    akun: Address | None
    diperbarui: datetime = Field(description="when the status was last refreshed, UTC")
    kontak: Kontak
    dapat_kirim_detail: bool
    saran: str = Field(description="what to do next, in Indonesian")
    tiket: str | None = Field(description="proof for /v1/akun/kirim-detail")
    tiket_berlaku_detik: int = Field(description="seconds")


class KirimDetailRequest(Body):
    """`POST /v1/akun/kirim-detail`."""

    tiket: Annotated[str, StringConstraints(min_length=20, max_length=1000)]


class KirimDetailResponse(BaseModel):
    """The mail was accepted for sending."""

    kontak: Kontak
    pesan: str


Ponsel = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=25)]
SuratElektronik = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=254)]


class PejabatRequest(Body):
    """`POST /v1/pengajuan/dinas`: kepala dinas and kepala bidang, by referral code."""

    kode_referral: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=40)]
    tipe_dinas: TipeDinas
    kode_wilayah: KodeWilayahDinas
    jabatan: Jabatan
    nama_lengkap: Nama
    nik: Nik = Field(repr=False)
    nip: Nip | None = Field(default=None, repr=False)
    tanggal_lahir: IsoDate = Field(repr=False)
    email_pribadi: SuratElektronik
    nomor_ponsel: Ponsel


class RingkasRequest(Body):
    """`POST /v1/pengajuan/ringkas`: pengawas sekolah, penilik, pamong belajar (the seed's dinas form)."""

    tipe_dinas: TipeDinas
    kode_wilayah: KodeWilayahDinas
    jabatan: Jabatan
    nama_lengkap: Nama
    nik: Nik = Field(repr=False)
    nip: Nip | None = Field(default=None, repr=False)
    tanggal_lahir: IsoDate = Field(repr=False)
    email_pribadi: SuratElektronik
    nomor_ponsel: Ponsel


class KemdikbudRequest(Body):
    """`POST /v1/pengajuan/kemdikbud`: ministry staff, proven by their official address."""

    nama_lengkap: Nama
    nik: Nik = Field(repr=False)
    tanggal_lahir: IsoDate = Field(repr=False)
    email_dinas: SuratElektronik
    nomor_ponsel: Ponsel | None = None


class PengajuanResponse(BaseModel):
    """A request as its applicant may see it; also `GET /v1/pengajuan/{id}`."""

    id: str = Field(description="token of the status page; whoever has it may see this")
    status: str = Field(description="Indonesian word of the state")
    keadaan: RequestState
    keterangan: str = Field(description="what happens next, Indonesian")
    diperbarui: datetime
    kontak: Kontak
    kode_berlaku_detik: int = Field(description="seconds the last code is still good for; 0 = none")
    akun: Address | None = None
    alasan: Alasan | None = None
    catatan: str | None = None


class KodeRequest(Body):
    """`POST /v1/pengajuan/{id}/kode`."""

    kode: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{6}$")]


class SuratRequest(Body):
    """`POST /v1/pengajuan/{id}/surat`: leave to upload the letter."""

    jenis_berkas: Literal["application/pdf", "image/jpeg", "image/png"]
    ukuran: int = Field(gt=0, le=5 * 1024 * 1024, description="bytes")


class SuratResponse(BaseModel):
    """How to upload: this method, this address, exactly these headers."""

    metode: str
    alamat: str
    kepala: dict[str, str]
    berlaku_detik: int


AlasanPetugas = Literal[
    Alasan.DATA_TIDAK_SESUAI, Alasan.SURAT_TIDAK_SAH, Alasan.BUKAN_SASARAN, Alasan.KUOTA_HABIS, Alasan.SUDAH_PUNYA_AKUN
]
"""Reasons that a reviewer may give; the others are found by the system itself."""


class TolakRequest(Body):
    """`POST /v1/tinjauan/{nomor}/tolak`."""

    alasan: AlasanPetugas
    catatan: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class SetujuiRequest(Body):
    """`POST /v1/tinjauan/{nomor}/setujui`."""

    catatan: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class TinjauanItem(BaseModel):
    """One request in the reviewer's list: no identifiers beyond what deciding needs."""

    nomor: str
    jalur: Jalur
    jabatan: Jabatan
    nama: str
    kode_wilayah: str
    keadaan: RequestState
    diajukan: datetime
    surat: bool


class TinjauanResponse(BaseModel):
    """`GET /v1/tinjauan`: waiting requests in the reviewer's scope, oldest first."""

    pengajuan: list[TinjauanItem]


class TinjauanDetail(TinjauanItem):
    """`GET /v1/tinjauan/{nomor}`."""

    kontak: Kontak
    ponsel_terbukti: bool
    peringatan: list[str] = Field(description="identifiers that disagree: `nik_tanggal_lahir`, `nip_tanggal_lahir`")
    alamat_surat: str | None = Field(description="link to the letter, good for a few minutes")


class LaporanSuratRequest(Body):
    """`POST /v1/surat/laporan`: the mail relay's signed report about one mail."""

    message_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    kind: str = Field(pattern="^(delivered|bounced|complained)$")
    code: str = Field(default="", max_length=20, pattern=r"^[0-9.]*$")


class FieldProblem(BaseModel):
    """One wrong field."""

    pointer: str = Field(description="JSON Pointer into the body")
    code: str
    detail: str = Field(description="Indonesian")


class Problem(BaseModel):
    """RFC 9457 problem details (`application/problem+json`)."""

    type: str
    title: str = Field(description="Indonesian")
    status: int
    code: str = Field(description="stable, for machines")
    detail: str | None = None
    saran: list[str] = []
    errors: list[FieldProblem] = []
    trace_id: str | None = None
