"""One mail of every kind, filled in."""

from belajar.ports import Mail
from functions.notify.compose import MailKind, compose

SITE = "https://belajar.id"


def values(kind: MailKind, nama: str = "Siti Aminah") -> dict[str, str]:
    owner = {"nama": nama, "akun": "siti12@sd.belajar.id", "situs": SITE}
    change = {
        "waktu": "13 Juli 2026 pukul 08:05 WIB",
        "cara": "kode verifikasi yang dikirim lewat SMS",
        "tautan": f"{SITE}/bukan-saya/r0123-abc",
        "sampai": "23 Juli 2026 pukul 08:05 WIB",
    }
    contact = {
        "kontak": "ba***@c***.test dan 0812-****-8888",
        "oleh": "admin satuan pendidikan Anda",
        "tautan": f"{SITE}/bukan-saya/k0123-abc",
        "sampai": "26 Juli 2026 pukul 08:05 WIB",
    }
    return {
        MailKind.ACCOUNT_READY: {"nama": nama, "akun": "siti12@sd.belajar.id", "sekolah": "SD Contoh", "situs": SITE},
        MailKind.ACCOUNT_DETAILS: {
            "nama": nama,
            "akun": "siti12@sd.belajar.id",
            "kata_sandi": "a.b.c<1",
            "situs": SITE,
        },
        MailKind.ACCOUNT_REFUSED: {"person_id": "0f2b7c1e", "reason": "invalid_name"},
        MailKind.ONE_TIME_CODE: {"kode": "012345", "menit": "10", "situs": SITE},
        MailKind.REQUEST_CHANGED: {
            "nama": nama,
            "status": "Selesai",
            "langkah": "Akun Anda sudah dibuat.",
            "catatan": "Terima <kasih>.",
            "akun": "siti12@dinas.belajar.id",
            "tautan": f"{SITE}/pengajuan/0123-abc",
            "situs": SITE,
            "pengajuan": "0123456789abcdef",
        },
        MailKind.REVIEW_DUE: {
            "nomor": "0123456789abcdef",
            "wilayah": "3171",
            "keadaan": "Sedang Ditinjau",
            "hari": "2",
        },
        MailKind.REFERRAL_LOCKED: {"wilayah": "3171", "tipe": "provinsi", "percobaan": "20", "jam": "24"},
        MailKind.DETAILS_VOID: owner,
        MailKind.RESET_CODE: {"kode": "012345", "menit": "10", "tanda": "K7", "situs": SITE},
        MailKind.PASSWORD_CHANGED: owner | change | {"lanjutan": "Masuklah kembali."},
        MailKind.PASSWORD_RESET: owner | change | {"kata_sandi": "a.b.c<1", "berlaku": "27 Juli 2026 pukul 08:05 WIB"},
        MailKind.ACCOUNT_FROZEN: owner | {"tiket": "12345678"},
        MailKind.CORRECTION_WAITING: owner | contact | {"waktu": "16 Juli 2026 pukul 08:05 WIB"},
        MailKind.CORRECTION_APPLIED: owner | contact,
        MailKind.CORRECTION_OBJECTED: owner | {"tiket": "12345678"},
        MailKind.CORRECTION_STOPPED: {"akun": "siti12@sd.belajar.id", "tiket": "12345678"},
        MailKind.TICKET_OPENED: {"tiket": "12345678", "perihal": "bukan_saya"},
    }[kind]


def mail_of(kind: MailKind, nama: str = "Siti Aminah") -> Mail:
    return compose(kind, "e" * 32, "siti@contoh.test", **values(kind, nama))
