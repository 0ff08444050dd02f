"""What an SMS about a reset says: one part of GSM-7 letters, begun with the brand, no link.

A family phone serves several owners: no text names a person or an account, so that none is told about another. The
two signs of the page tell which code, and which change, belongs to what its owner has before them.
"""

from datetime import datetime

from functions.notify.wording import day, short_time

_HELP = "klik Butuh Bantuan di situs kami."


def reset_code_text(code: str, sign: str, minutes: int) -> str:
    """The code, and the page it belongs to."""
    return (
        f"belajar.id: {code} adalah kode reset kata sandi untuk halaman bertanda {sign}, berlaku {minutes} menit. "
        "Jangan berikan kepada siapa pun."
    )


def changed_text(sign: str, at: datetime) -> str:
    """An owner's reset is done."""
    return (
        f"belajar.id: kata sandi satu akun dengan nomor ini diganti {short_time(at)} (tanda {sign}). "
        f"Bukan Anda? Segera {_HELP}"
    )


def helped_text(helper: str, at: datetime) -> str:
    """A petugas has reset it; the credential went elsewhere, or is worth nothing any more."""
    return (
        f"belajar.id: kata sandi satu akun dengan nomor ini direset {helper} {short_time(at)}. "
        f"Bukan permintaan Anda? Segera {_HELP}"
    )


def credential_text(password: str, helper: str, until: datetime) -> str:
    """The credential stands on a line of its own: it holds dots, and a full stop behind it would be typed in."""
    return (
        f"belajar.id: kata sandi sementara Anda\n{password}\nReset oleh {helper}. Ganti sebelum {day(until)}. "
        "Jangan berikan kepada siapa pun."
    )


def frozen_text(ticket: str) -> str:
    """The account is frozen because its owner asked."""
    return (
        "belajar.id: satu akun dengan nomor ini kami bekukan atas laporan Bukan Saya. "
        f"Tiket {ticket}. Petugas melayani Senin-Jumat 09:00-17:00 WIB."
    )


def waiting_text(due: datetime) -> str:
    """To the old phone: a correction waits."""
    return (
        f"belajar.id: kontak satu akun dengan nomor ini akan diganti petugas {short_time(due)}. "
        f"Bukan permintaan Anda? Segera {_HELP}"
    )


def applied_text() -> str:
    """To the new phone: it is a contact from now on."""
    return f"belajar.id: nomor ini kini menjadi kontak satu Akun Pembelajaran. Bukan permintaan Anda? Segera {_HELP}"


def objected_text(ticket: str) -> str:
    """To the old phone: the correction was stopped."""
    return (
        "belajar.id: penggantian kontak satu akun dengan nomor ini sudah dihentikan. "
        f"Tiket {ticket}. Petugas kami memeriksanya pada jam layanan."
    )
