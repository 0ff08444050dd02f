"""What an SMS about a reset says: one part of GSM-7 letters, begun with the brand; no link beside a code or password.

A family phone serves several owners: no text names a person or an account, so that none is told about another. The
two signs of the page tell which code, and which change, belongs to what its owner has before them.
"""

from datetime import datetime

from belajar.rules.sms import fits_one_sms
from functions.notify.wording import day, short_time

_HELP = "klik Butuh Bantuan di laman belajar.id."


def reset_code_text(code: str, sign: str, minutes: int) -> str:
    """The code, and the page it belongs to."""
    return (
        f"belajar.id: {code} adalah kode reset kata sandi untuk halaman bertanda {sign}, berlaku {minutes} menit. "
        "Jangan berikan kepada siapa pun."
    )


def changed_text(sign: str, at: datetime, link: str) -> str:
    """An owner's reset is done."""
    return _with_way_out(f"belajar.id: kata sandi satu akun (tanda {sign}) diganti {short_time(at)}.", link)


def helped_text(helper: str, at: datetime, link: str) -> str:
    """A petugas has reset it; the credential went by itself, or is worth nothing any more."""
    return _with_way_out(f"belajar.id: kata sandi akun direset {helper} {short_time(at)}.", link)


def credential_text(password: str, until: datetime) -> str:
    """The credential stands on a line of its own: it holds dots, and a full stop behind it would be typed in."""
    return (
        f"belajar.id: kata sandi sementara Anda\n{password}\n"
        f"Masuk di mail.google.com sebelum {day(until)}, lalu ganti. Jangan berikan kepada siapa pun."
    )


def frozen_text(ticket: str) -> str:
    """The account is frozen because its owner asked."""
    return (
        "belajar.id: satu akun dengan nomor ini dibekukan atas laporan Bukan Saya. "
        f"Sebut tiket {ticket} lewat Butuh Bantuan di laman belajar.id, Senin-Jumat 09-17 WIB."
    )


def waiting_text(due: datetime, link: str) -> str:
    """To the old phone: a correction waits."""
    return _with_way_out(f"belajar.id: kontak satu akun akan diganti petugas {short_time(due)}.", link)


def applied_text(link: str) -> str:
    """To the new phone: it is a contact from now on."""
    return _with_way_out("belajar.id: nomor ini kini menjadi kontak satu Akun Pembelajaran.", link)


def objected_text(ticket: str) -> str:
    """To the old phone: the correction was stopped."""
    return (
        "belajar.id: penggantian kontak satu akun dengan nomor ini sudah dihentikan. "
        f"Tiket {ticket}. Petugas kami memeriksanya pada jam layanan."
    )


def _with_way_out(said: str, link: str) -> str:
    """The link where one SMS holds it; a site with a longer address names the button instead."""
    linked = f"{said} Bukan Anda? {link}"
    return linked if fits_one_sms(linked) else f"{said} Bukan permintaan Anda? Segera {_HELP}"
