"""Bodies of the triggers for reviewers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from schemas.http import Body, Kontak
from schemas.people import Jabatan
from schemas.requests import Alasan, Jalur, RequestState

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
