"""The OpenAPI document's words and examples for passwords: by the owner, by petugas, downloads. All are invented."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.http_resets import (
    BantuanDaftarResponse,
    BantuanResponse,
    BukanSayaResponse,
    KoreksiResponse,
    ResetResponse,
    SandiResponse,
    VerifikasiResponse,
)
from tools.operation import Operation

ID: Final = "0123456789abcdef0123456789abcdef"
AKUN: Final = "contohguru12@guru.sd.belajar.id"
REASON: Final = "Lupa kata sandi, nomor ponsel sudah berganti."
SENT: Final[Mapping[str, Any]] = {
    "id": ID,
    "tanda": "D8",
    "pesan": "Jika akun ini terdaftar dan dapat direset, kode 6 angka kami kirim ke ponsel atau email pribadi yang "
    "tercatat. Jangan berikan kode itu kepada siapa pun.",
    "kode_berlaku_detik": 600,
    "kirim_ulang_detik": 70,
    "saran": [
        "Tunggu sampai dua menit, lalu periksa SMS dan email pribadi Anda, juga folder spam.",
        (
            "Kode dikirim ke kontak yang tercatat saat akun dibuat atau di Dapodik. "
            "Periksa juga apakah nama akun sudah benar."
        ),
        "Masih belum datang? Tekan KIRIM ULANG dan pilih saluran lain: SMS atau email.",
        "Kontak Anda sudah lama atau kosong? Operator sekolah dapat mereset kata sandi atau memperbaiki kontak Anda.",
        "Admin sekolah dan pegawai dinas: tekan Butuh Bantuan di kanan bawah laman belajar.id.",
    ],
}
PROVEN: Final[Mapping[str, Any]] = {
    "token": ID,
    "token_berlaku_detik": 900,
    "syarat_sandi": [
        "Panjangnya 12 sampai 100 karakter.",
        "Bukan kata sandi yang umum, urutan seperti 12345678, pengulangan, atau tanggal.",
        "Tidak dibuat dari nama Anda, nama akun, NPSN, atau nomor ponsel Anda.",
        "Hanya huruf latin, angka, spasi, dan tanda baca di papan ketik; boleh semuanya huruf kecil.",
        (
            "Cara mudah: pilih tiga atau empat kata yang tidak saling berhubungan, lalu sambung dengan titik, misalnya "
            "payung.sambal.kereta.biru (jangan pakai contoh ini). Mudah Anda ingat, sulit ditebak orang lain."
        ),
    ],
}
CHANGED: Final[Mapping[str, Any]] = {
    "pesan": "Kata sandi Anda sudah diganti. Semua perangkat yang masih masuk dikeluarkan; silakan masuk dengan kata "
    "sandi baru.",
    "akun": AKUN,
}
FROZEN: Final[Mapping[str, Any]] = {
    "pesan": "Terima kasih. Akun dibekukan dan semua perangkat dikeluarkan, sehingga tidak ada yang dapat memakainya. "
    "Untuk membukanya kembali, tekan Butuh Bantuan di laman belajar.id dan sebutkan nomor tiket ini. Petugas melayani "
    "Senin-Jumat pukul 09:00-17:00 WIB, kecuali hari libur nasional.",
    "tiket": "00012345",
}
ASSISTED: Final[Mapping[str, Any]] = {
    "id": ID,
    "akun": AKUN,
    "nama": "Contoh Guru Rekaan",
    "keadaan": "approved",
    "keterangan": "Kata sandi baru sedang dibuat dan dikirim ke kontak pemilik akun.",
    "kartu": False,
    "kontak": {"email": "co***@s***.test", "ponsel": "0812-****-5678"},
    "petugas": "contohoperator7@admin.sd.belajar.id",
    "diminta": "2026-07-13T02:30:00Z",
}
WAITING: Final[Mapping[str, Any]] = {
    **ASSISTED,
    "keadaan": "awaiting_second",
    "keterangan": "Permintaan ini menunggu persetujuan admin sekolah lain di sekolah pemilik akun, Kapten, Co-Kapten, "
    "atau helpdesk, paling lambat 14-07-2026 09:30 WIB.",
}
DONE: Final[Mapping[str, Any]] = {
    **ASSISTED,
    "keadaan": "done",
    "keterangan": "Kata sandi sudah diganti dan dikirim ke kontak pemilik akun. Pemilik diminta membuat kata sandi "
    "sendiri saat masuk pertama kali.",
}
REFUSED: Final[Mapping[str, Any]] = {
    **ASSISTED,
    "keadaan": "closed",
    "keterangan": "Permintaan ini ditolak petugas kedua dengan alasan: Pemilik akun tidak meminta.",
}
CORRECTED: Final[Mapping[str, Any]] = {
    "id": ID,
    "keadaan": "waiting",
    "berlaku": "2026-07-16T02:30:00Z",
    "tiket": None,
    "pesan": "Kontak baru berlaku mulai 16-07-2026 09:30 WIB. Pemilik diberi tahu dan sampai saat itu dapat "
    "membatalkannya.",
}
LIST_QUERY: Final[Mapping[str, Mapping[str, Any]]] = {
    "jenis": {
        "required": True,
        "description": "which list: pupils; teachers and staff (ptk); kepala satuan pendidikan and operator (admin)",
        "schema": {"type": "string", "enum": ["peserta_didik", "ptk", "admin"]},
    },
}
CSV_QUERY: Final[Mapping[str, Mapping[str, Any]]] = {
    **LIST_QUERY,
    "pemisah": {
        "required": False,
        "description": "what stands between two cells: `,` (koma), or `;` (titik_koma) for an Indonesian Excel",
        "schema": {"type": "string", "enum": ["koma", "titik_koma"], "default": "koma"},
    },
}
TABLE: Final = (
    '\ufeff"nama","kelas","rombel","user_id","kata_sandi_awal","status"\r\n'
    f'"Contoh Guru Rekaan","","","{AKUN}","jingga.rawa.menara.aroma.7663","Belum Aktif"\r\n'
)

RESETS: Final[Mapping[tuple[str, str], Operation]] = {
    ("POST", "/v1/reset"): Operation(
        summary="A new password by the owner: a code goes to the contact on the register, if there is such an account",
        status=202,
        response=ResetResponse,
        problems=("kode_terlalu_sering",),
        request_example={"akun": AKUN},
        response_example=SENT,
    ),
    ("POST", "/v1/reset/{id}/kirim-ulang"): Operation(
        summary="KIRIM ULANG: a new code, by another channel if one is named; the one before is worth nothing",
        status=202,
        response=ResetResponse,
        problems=("reset_tidak_ditemukan", "kode_tidak_berlaku", "kode_terlalu_sering"),
        request_example={"saluran": "email"},
        response_example=SENT,
    ),
    ("POST", "/v1/reset/{id}/verifikasi"): Operation(
        summary="The one-time code: counted before it is compared, good once",
        status=200,
        response=VerifikasiResponse,
        problems=("reset_tidak_ditemukan", "kode_salah", "kode_tidak_berlaku", "terlalu_banyak_percobaan"),
        request_example={"kode": "012345"},
        response_example=PROVEN,
    ),
    ("POST", "/v1/reset/{id}/sandi"): Operation(
        summary="The new password: set in Workspace; the owner is told, all signed-in devices are signed out",
        status=200,
        response=SandiResponse,
        problems=("reset_tidak_ditemukan", "token_tidak_berlaku", "akun_tidak_dapat_direset"),
        request_example={"token": ID, "sandi_baru": "empat kata yang acak saja"},
        response_example=CHANGED,
    ),
    ("POST", "/v1/bukan-saya"): Operation(
        summary="Not me: freezes the account after a reset, or stops the correction of a contact; opens a ticket",
        status=202,
        response=BukanSayaResponse,
        problems=("tautan_tidak_berlaku",),
        request_example={"token": f"{'contoh-token-tautan-bukan-saya':0<43}r"},
        response_example=FROZEN,
    ),
    ("POST", "/v1/reset/bantuan"): Operation(
        summary="A petugas resets somebody's password; the new one goes to the owner's contact, never to the petugas",
        status=202,
        response=BantuanResponse,
        problems=("akun_tidak_ditemukan", "akun_tidak_dapat_direset", "kontak_tidak_ada"),
        request_example={"akun": AKUN, "alasan": REASON},
        response_example=ASSISTED,
    ),
    ("GET", "/v1/reset/bantuan"): Operation(
        summary="Assisted resets that wait for a second person, in the scope of the petugas",
        status=200,
        response=BantuanDaftarResponse,
        problems=(),
        response_example={"bantuan": [WAITING]},
    ),
    ("GET", "/v1/reset/bantuan/{id}"): Operation(
        summary="How far an assisted reset has come",
        status=200,
        response=BantuanResponse,
        problems=("reset_tidak_ditemukan",),
        response_example=DONE,
    ),
    ("POST", "/v1/reset/bantuan/{id}/setujui"): Operation(
        summary="The second person approves",
        status=200,
        response=BantuanResponse,
        problems=(
            "reset_tidak_ditemukan",
            "persetujuan_tidak_menunggu",
            "akun_tidak_dapat_direset",
            "kontak_tidak_ada",
        ),
        response_example=ASSISTED,
    ),
    ("POST", "/v1/reset/bantuan/{id}/tolak"): Operation(
        summary="The second person refuses",
        status=200,
        response=BantuanResponse,
        problems=("reset_tidak_ditemukan", "persetujuan_tidak_menunggu"),
        request_example={"alasan": "Pemilik akun tidak meminta."},
        response_example=REFUSED,
    ),
    ("POST", "/v1/reset/bantuan/{id}/kartu"): Operation(
        summary="The one-time card of a pupil without any contact",
        status=200,
        response=None,
        media="application/pdf",
        good="One card with name, account and the new password",
        problems=("reset_tidak_ditemukan", "kartu_tidak_tersedia"),
    ),
    ("POST", "/v1/kontak/koreksi"): Operation(
        summary="Corrects a contact after a waiting time in which the owner can object, or opens a ticket",
        status=202,
        response=KoreksiResponse,
        problems=(
            "akun_tidak_ditemukan",
            "akun_tidak_dapat_direset",
            "koreksi_masih_menunggu",
            "terlalu_banyak_percobaan",
        ),
        request_example={"akun": AKUN, "nomor_ponsel": "0812 0000 5678", "alasan": "Nomor lama sudah tidak aktif."},
        response_example=CORRECTED,
    ),
    ("GET", "/v1/sekolah/{npsn}/akun.csv"): Operation(
        summary="Unduh Akun: names, classes, user IDs, initial passwords and status of a school, sorted by class",
        status=200,
        response=None,
        media="text/csv",
        good="The table in UTF-8 with its mark, lines ended by CRLF, every cell quoted, names of the columns first; "
        "`kata_sandi_awal` is empty where it is used or void, and `status` says why",
        response_example=TABLE,
        query=CSV_QUERY,
        problems=("akun_tidak_ditemukan", "unduhan_terlalu_sering"),
    ),
    ("GET", "/v1/sekolah/{npsn}/akun.pdf"): Operation(
        summary="Cards to cut out and hand to their owners, class by class",
        status=200,
        response=None,
        media="application/pdf",
        good="A4 pages with cards of those who have an initial password; behind them a list of the others",
        query=LIST_QUERY,
        problems=("akun_tidak_ditemukan", "unduhan_terlalu_sering"),
    ),
}
