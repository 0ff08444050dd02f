"""Bodies of the triggers for people outside the schools and for the staff who decide."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from schemas.http import Body, Kontak, Nama
from schemas.identifiers import Address, IsoDate, KodeWilayahDinas, Nik, Nip
from schemas.people import Jabatan, TipeDinas
from schemas.requests import Alasan, RequestState

Ponsel = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=25)]
SuratElektronik = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=254)]


class DinasForm(Body):
    """What everybody at an education office fills in (the seed's dinas form)."""

    tipe_dinas: TipeDinas
    kode_wilayah: KodeWilayahDinas
    jabatan: Jabatan
    nama_lengkap: Nama
    nik: Nik = Field(repr=False)
    nip: Nip | None = Field(default=None, repr=False)
    tanggal_lahir: IsoDate = Field(repr=False)
    email_pribadi: SuratElektronik
    nomor_ponsel: Ponsel


class PejabatRequest(DinasForm):
    """`POST /v1/pengajuan/dinas`: kepala dinas and kepala bidang, by referral code."""

    kode_referral: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=40)]


class RingkasRequest(DinasForm):
    """`POST /v1/pengajuan/ringkas`: pengawas sekolah, penilik, pamong belajar."""


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
