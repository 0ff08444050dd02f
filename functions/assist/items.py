"""An assisted reset as petugas see it: what happens next in words, contacts masked, never a password."""

from datetime import timedelta
from typing import Final

from belajar.rules.policy import POLICY
from functions.assist.cases import EXPIRED, clock
from functions.assist.owners import Owner, masked
from schemas.http_resets import BantuanResponse
from schemas.people import Jenis
from schemas.resets import Reset, ResetState

REFUSED: Final = "refused"


def item(reset: Reset, owner: Owner) -> BantuanResponse:
    """`reset` as `cases.as_of` gives it."""
    return BantuanResponse(
        id=reset.id,
        akun=reset.akun,
        nama=owner.person.nama,
        keadaan=reset.state,
        keterangan=_words(reset, owner),
        kartu=reset.kartu,
        kontak=masked(owner.person),
        petugas=reset.petugas or "",
        diminta=reset.created_at,
    )


def _words(reset: Reset, owner: Owner) -> str:
    match reset.state:
        case ResetState.AWAITING_SECOND:
            until = clock(reset.created_at + timedelta(seconds=POLICY.second_person_seconds))
            return f"Permintaan ini menunggu persetujuan {_who(owner)}, paling lambat {until}."
        case ResetState.APPROVED:
            return _CARD_SOON if reset.kartu else "Kata sandi baru sedang dibuat dan dikirim ke kontak pemilik akun."
        case ResetState.DONE:
            return _CARD_READY if reset.kartu else _SENT
        case _:
            return _closed(reset)


_CARD_SOON: Final = "Kata sandi baru sedang dibuat. Sesaat lagi kartunya dapat diambil oleh petugas yang meminta."
_CARD_READY: Final = (
    "Kata sandi sudah diganti. Petugas yang meminta dapat mengambil kartunya dan menyerahkannya langsung kepada "
    "pemilik akun."
)
_SENT: Final = (
    "Kata sandi sudah diganti dan dikirim ke kontak pemilik akun. Pemilik diminta membuat kata sandi sendiri saat "
    "masuk pertama kali."
)


def _who(owner: Owner) -> str:
    """Who may be the second person."""
    if owner.staff or owner.person.jenis not in (Jenis.PESERTA_DIDIK, Jenis.PENDIDIK):
        return "petugas helpdesk lain"
    return "admin sekolah lain di sekolah pemilik akun, Kapten, Co-Kapten, atau helpdesk"


def _closed(reset: Reset) -> str:
    if reset.reason == EXPIRED:
        return "Waktu persetujuan sudah habis. Silakan ajukan lagi bila masih diperlukan."
    if reset.reason == REFUSED:
        return f"Permintaan ini ditolak petugas kedua dengan alasan: {reset.alasan_tolak or '-'}"
    return "Kata sandi tidak dapat diganti. Periksa status akun, lalu ajukan lagi atau hubungi helpdesk."
