"""Bodies of the triggers around passwords: by the owner, by a petugas, and what a school downloads."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from schemas.http import Body, Kontak
from schemas.identifiers import Address
from schemas.resets import CorrectionState, ResetState, Saluran


def _tidied(value: object) -> object:
    """Phones write a capital first letter and a space behind."""
    return value.strip().lower() if isinstance(value, str) else value


Akun = Annotated[Address, BeforeValidator(_tidied)]
Kode = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{6}$")]
Token = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=200)]
Alasan = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]


class ResetRequest(Body):
    """`POST /v1/reset`: for which account, and by which channel the code should come if there is a choice."""

    akun: Akun
    saluran: Saluran | None = None


class KirimUlangRequest(Body):
    """`POST /v1/reset/{id}/kirim-ulang`; another channel may be chosen."""

    saluran: Saluran | None = None


class ResetResponse(BaseModel):
    """The same for every account, also one that nobody has."""

    id: str = Field(description="names the reset in the next routes; no secret")
    tanda: str = Field(description="two signs that stand in the message too: which code belongs to which page")
    pesan: str = Field(description="to be shown, Indonesian")
    kode_berlaku_detik: int = Field(description="seconds the code is good for, from its request")
    kirim_ulang_detik: int = Field(description="seconds before the next KIRIM ULANG")
    saran: list[str] = Field(description="what to do when no code comes, Indonesian")


class VerifikasiRequest(Body):
    """`POST /v1/reset/{id}/verifikasi`."""

    kode: Kode


class VerifikasiResponse(BaseModel):
    """The code was right."""

    token: str = Field(description="right to set the password, once; to be kept in the page's memory only")
    token_berlaku_detik: int = Field(description="seconds")
    syarat_sandi: list[str] = Field(description="what a new password must fulfil, Indonesian")


class SandiRequest(Body):
    """`POST /v1/reset/{id}/sandi`."""

    token: Token
    sandi_baru: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(repr=False)


class SandiResponse(BaseModel):
    """The password is changed."""

    pesan: str = Field(description="to be shown, Indonesian")
    akun: Address


class BukanSayaRequest(Body):
    """`POST /v1/bukan-saya`: the token of a link in a notice."""

    token: Token


class BukanSayaResponse(BaseModel):
    """The account is being frozen, or the correction stopped."""

    pesan: str = Field(description="to be shown, Indonesian")
    tiket: str = Field(description="number that the owner quotes to the helpdesk, 8 digits")


class BantuanRequest(Body):
    """`POST /v1/reset/bantuan`."""

    akun: Akun
    alasan: Alasan


class BantuanResponse(BaseModel):
    """An assisted reset as petugas see it; never with a password. Also `GET /v1/reset/bantuan/{id}`."""

    id: str
    akun: Address
    nama: str
    keadaan: ResetState
    keterangan: str = Field(description="what happens next, Indonesian")
    kartu: bool = Field(description="a one-time card can be fetched once it is done: the owner has no contact")
    kontak: Kontak
    petugas: str = Field(description="address of who asked for it")
    diminta: datetime = Field(description="when, UTC")


class BantuanDaftarResponse(BaseModel):
    """`GET /v1/reset/bantuan`: those in the petugas' scope that wait for a second person, oldest first."""

    bantuan: list[BantuanResponse]


class TolakBantuanRequest(Body):
    """`POST /v1/reset/bantuan/{id}/tolak`."""

    alasan: Alasan


class KoreksiRequest(Body):
    """`POST /v1/kontak/koreksi`: at least one of the two contacts."""

    akun: Akun
    email_pribadi: Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=254)] | None = None
    nomor_ponsel: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=25)] | None = None
    alasan: Alasan


class KoreksiResponse(BaseModel):
    """The correction waits (`berlaku`), or has become a ticket."""

    id: str | None = Field(description="of the correction; null = a ticket")
    keadaan: CorrectionState | None
    berlaku: datetime | None = Field(description="when it takes effect unless the owner objects, UTC")
    tiket: str | None = Field(description="number of the ticket, where the petugas may not correct it themselves")
    pesan: str = Field(description="to be shown, Indonesian")
