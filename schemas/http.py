"""Bodies of the HTTP triggers. Unknown fields are refused; field names are the website's form fields (seed)."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.identifiers import Address, IsoDate, Npsn
from schemas.people import Jenis

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
