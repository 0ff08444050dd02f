"""What the OpenAPI document says beyond the models and the route tables: words, problems and examples of each route.

A test holds it against the code: every route is here, every problem a function raises stands at one of its routes.
"""

from collections.abc import Mapping
from typing import Any, Final

from schemas.http import KirimDetailResponse, PeriksaResponse
from schemas.http_reviews import TinjauanDetail, TinjauanItem, TinjauanResponse
from tools.operation import Operation
from tools.request_operations import REQUESTS
from tools.reset_operations import RESETS

ANYWHERE: Final = (
    "isi_tidak_sah",
    "isi_terlalu_besar",
    "jenis_isi_tidak_didukung",
    "metode_tidak_didukung",
    "alamat_tidak_dikenal",
    "layanan_sibuk",
    "kesalahan_sistem",
)
"""Problems of the runtime, possible at every route."""
STAFF_ONLY: Final = ("masuk_diperlukan", "tidak_berwenang")
"""Problems of the runtime at privileged routes."""

WAITING: Final[Mapping[str, Any]] = {
    "nomor": "0123456789abcdef",
    "jalur": "ringkas",
    "jabatan": "penilik",
    "nama": "Contoh Penilik Rekaan",
    "kode_wilayah": "3204",
    "keadaan": "in_review",
    "diajukan": "2026-07-13T02:30:00Z",
    "surat": True,
}


OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    ("POST", "/v1/akun/periksa"): Operation(
        summary="Periksa Akun Pembelajaran: status, address and masked contact of the person the form proves to be",
        status=200,
        response=PeriksaResponse,
        problems=("akun_tidak_ditemukan", "terlalu_banyak_percobaan"),
        request_example={
            "nama_lengkap": "Contoh Murid Rekaan",
            "nama_ibu_kandung": "Contoh Ibu Rekaan",
            "tipe_pengguna": "peserta_didik",
            "tanggal_lahir": "2014-05-17",
            "npsn": "90000001",
        },
        response_example={
            "status": "Belum Aktif",
            "akun": "contohmurid12@sd.belajar.id",
            "diperbarui": "2026-07-01T02:30:00Z",
            "kontak": {"email": "co***@k***.test", "ponsel": "0812-****-5678"},
            "dapat_kirim_detail": True,
            "saran": "Tekan Kirim detail ke akun email pribadi, lalu aktifkan akun melalui https://mail.google.com/.",
            "tiket": "dGlrZXQtY29udG9oLWJ1a2FuLXRpa2V0LXN1bmdndWhhbg",
            "tiket_berlaku_detik": 900,
        },
    ),
    ("POST", "/v1/akun/kirim-detail"): Operation(
        summary="Kirim detail ke akun email pribadi: address and initial password to the contact on the register",
        status=202,
        response=KirimDetailResponse,
        problems=(
            "tiket_tidak_berlaku",
            "akun_sudah_aktif",
            "akun_belum_siap",
            "kontak_tidak_ada",
            "terlalu_sering_dikirim",
        ),
        request_example={"tiket": "dGlrZXQtY29udG9oLWJ1a2FuLXRpa2V0LXN1bmdndWhhbg"},
        response_example={
            "kontak": {"email": "co***@k***.test", "ponsel": None},
            "pesan": "Detail akun sedang dikirim ke email pribadi Anda yang terdaftar di Dapodik. Periksa juga folder "
            "spam.",
        },
    ),
    ("POST", "/v1/surat/laporan"): Operation(
        summary="The mail relay's signed report about one mail",
        status=202,
        response=None,
        good="The report is taken; no body",
        problems=("tanda_tangan_tidak_sah",),
        request_example={"message_id": "0123456789abcdef0123456789abcdef", "kind": "bounced", "code": "5.1.1"},
        headers={
            "X-Belajar-Timestamp": "unix seconds, at most 5 minutes from now",
            "X-Belajar-Signature": "hex HMAC-SHA256 over `<timestamp>.<raw body>`",
        },
    ),
    **REQUESTS,
    **RESETS,
    ("GET", "/v1/tinjauan"): Operation(
        summary="Requests that wait for a decision in the scope of the petugas, oldest first, at most 50",
        status=200,
        response=TinjauanResponse,
        problems=(),
        response_example={"pengajuan": [WAITING]},
    ),
    ("GET", "/v1/tinjauan/{nomor}"): Operation(
        summary="One request, with a link to its letter",
        status=200,
        response=TinjauanDetail,
        problems=("pengajuan_tidak_ditemukan",),
        response_example={
            **WAITING,
            "kontak": {"email": "co***@p***.test", "ponsel": "0812-****-5678"},
            "ponsel_terbukti": True,
            "peringatan": [],
            "alamat_surat": "https://storage.googleapis.com/letters/surat/0123456789abcdef/1?X-Goog-Signature=0a",
        },
    ),
    ("POST", "/v1/tinjauan/{nomor}/setujui"): Operation(
        summary="Approve: the account is made, or the request refused where the person has one already",
        status=200,
        response=TinjauanItem,
        problems=("pengajuan_tidak_ditemukan", "pengajuan_sudah_diputuskan"),
        request_example={"catatan": ""},
        response_example={**WAITING, "keadaan": "approved"},
    ),
    ("POST", "/v1/tinjauan/{nomor}/tolak"): Operation(
        summary="Refuse, with a reason and words to the applicant",
        status=200,
        response=TinjauanItem,
        problems=("pengajuan_tidak_ditemukan", "pengajuan_sudah_diputuskan"),
        request_example={"alasan": "surat_tidak_sah", "catatan": "Stempel tidak terbaca."},
        response_example={**WAITING, "keadaan": "refused"},
    ),
}
