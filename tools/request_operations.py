"""The OpenAPI document's words and examples for requests of people outside the schools. All people are invented."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.http_requests import PengajuanResponse, SuratResponse
from tools.operation import Operation

PERSON: Final[Mapping[str, Any]] = {
    "nama_lengkap": "Contoh Pejabat Rekaan",
    "nik": "9900000101700001",
    "tanggal_lahir": "1970-01-01",
    "nomor_ponsel": "0812 0000 5678",
}
DINAS: Final[Mapping[str, Any]] = {
    **PERSON,
    "tipe_dinas": "kabupaten_kota",
    "kode_wilayah": "3204",
    "email_pribadi": "contoh@pejabat.test",
}
RINGKAS: Final[Mapping[str, Any]] = {**DINAS, "jabatan": "penilik"}
SENT: Final[Mapping[str, Any]] = {
    "id": "0123456789abcdef-0123456789abcdef01234567",
    "status": "Menunggu Kode",
    "keadaan": "awaiting_code",
    "keterangan": "Masukkan kode 6 angka yang kami kirim lewat SMS ke nomor ponsel Anda. Kode berlaku 10 menit; jika "
    "belum diterima, tekan KIRIM ULANG.",
    "diperbarui": "2026-07-13T02:30:00Z",
    "kontak": {"email": "co***@p***.test", "ponsel": "0812-****-5678"},
    "kode_berlaku_detik": 600,
    "akun": None,
    "alasan": None,
    "catatan": None,
}
SENT_BY_MAIL: Final[Mapping[str, Any]] = {
    **SENT,
    "keterangan": "Masukkan kode 6 angka yang kami kirim lewat surel ke alamat dinas Anda. Kode berlaku 10 menit; jika "
    "belum diterima, tekan KIRIM ULANG.",
    "kontak": {"email": "co***@k***.go.id", "ponsel": "0812-****-5678"},
}
APPROVED: Final[Mapping[str, Any]] = {
    **SENT,
    "status": "Disetujui",
    "keadaan": "approved",
    "keterangan": "Akun Anda sedang dibuat. Detail akun akan kami kirim lewat surel.",
    "kode_berlaku_detik": 0,
}

REQUESTS: Final[Mapping[tuple[str, str], Operation]] = {
    ("POST", "/v1/pengajuan/dinas"): Operation(
        summary="Request of a kepala dinas or kepala bidang, by kode referral; a code goes to the phone",
        status=202,
        response=PengajuanResponse,
        problems=("kode_referral_tidak_sesuai", "terlalu_banyak_percobaan", "kode_terlalu_sering"),
        request_example={**DINAS, "jabatan": "kepala_dinas", "kode_referral": "3204-0A1B2C3D"},
        response_example=SENT,
    ),
    ("POST", "/v1/pengajuan/ringkas"): Operation(
        summary="Request of a pengawas sekolah, penilik or pamong belajar; a code goes to the phone",
        status=202,
        response=PengajuanResponse,
        problems=("kode_terlalu_sering",),
        request_example=RINGKAS,
        response_example=SENT,
    ),
    ("POST", "/v1/pengajuan/ringkas/masuk"): Operation(
        summary="The same form, signed by its own back end: no code; each signature is taken once",
        status=202,
        response=PengajuanResponse,
        problems=("tanda_tangan_tidak_sah", "kiriman_sudah_diterima", "pengajuan_masih_berjalan"),
        request_example=RINGKAS,
        response_example=APPROVED,
        headers={
            "X-Belajar-Timestamp": "unix seconds, at most 5 minutes from now",
            "X-Belajar-Signature": "hex HMAC-SHA256 over `<timestamp>.<raw body>`",
        },
    ),
    ("POST", "/v1/pengajuan/kemdikbud"): Operation(
        summary="Request of ministry staff; a code goes to the official address",
        status=202,
        response=PengajuanResponse,
        problems=("kode_terlalu_sering",),
        request_example={**PERSON, "email_dinas": "contoh.pegawai@kemdikbud.go.id"},
        response_example=SENT_BY_MAIL,
    ),
    ("GET", "/v1/pengajuan/{id}"): Operation(
        summary="How far a request has come, for whoever has its token",
        status=200,
        response=PengajuanResponse,
        problems=("pengajuan_tidak_ditemukan",),
        response_example=APPROVED,
    ),
    ("POST", "/v1/pengajuan/{id}/kode"): Operation(
        summary="The one-time code: counted before it is compared, good once",
        status=200,
        response=PengajuanResponse,
        problems=("pengajuan_tidak_ditemukan", "kode_salah", "kode_tidak_berlaku", "pengajuan_masih_berjalan"),
        request_example={"kode": "012345"},
        response_example=APPROVED,
    ),
    ("POST", "/v1/pengajuan/{id}/kirim-ulang"): Operation(
        summary="KIRIM ULANG: a new code; the one before is worth nothing from then on",
        status=202,
        response=PengajuanResponse,
        problems=("pengajuan_tidak_ditemukan", "kode_tidak_berlaku", "kode_terlalu_sering"),
        response_example=SENT,
    ),
    ("POST", "/v1/pengajuan/{id}/surat"): Operation(
        summary="Leave to upload the letter, while the request waits for one",
        status=200,
        response=SuratResponse,
        problems=("pengajuan_tidak_ditemukan", "surat_tidak_diperlukan", "surat_terlalu_sering"),
        request_example={"jenis_berkas": "application/pdf", "ukuran": 250000},
        response_example={
            "metode": "PUT",
            "alamat": "https://storage.googleapis.com/letters/surat/0123456789abcdef/0a?X-Goog-Signature=0a",
            "kepala": {"Content-Type": "application/pdf", "x-goog-content-length-range": "0,250000"},
            "berlaku_detik": 600,
        },
    ),
}
