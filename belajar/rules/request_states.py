"""The life of a request: which state may follow which, and what its applicant reads about each (Indonesian)."""

from collections.abc import Mapping
from types import MappingProxyType

from belajar.rules.policy import POLICY
from schemas.requests import Alasan, Jalur, Request, RequestState

_S = RequestState
_ARROWS: Mapping[RequestState, frozenset[RequestState]] = MappingProxyType(
    {
        _S.AWAITING_CODE: frozenset({_S.AWAITING_LETTER, _S.APPROVED, _S.REFUSED, _S.EXPIRED}),
        _S.AWAITING_LETTER: frozenset({_S.IN_REVIEW, _S.REFUSED, _S.EXPIRED}),
        _S.IN_REVIEW: frozenset({_S.APPROVED, _S.REFUSED, _S.EXPIRED}),
        _S.APPROVED: frozenset({_S.DONE, _S.REFUSED}),
        _S.DONE: frozenset(),
        _S.REFUSED: frozenset(),
        _S.EXPIRED: frozenset(),
    }
)
_WORDS: Mapping[RequestState, str] = MappingProxyType(
    {
        _S.AWAITING_CODE: "Menunggu Kode",
        _S.AWAITING_LETTER: "Menunggu Surat",
        _S.IN_REVIEW: "Sedang Ditinjau",
        _S.APPROVED: "Disetujui",
        _S.DONE: "Selesai",
        _S.REFUSED: "Ditolak",
        _S.EXPIRED: "Kedaluwarsa",
    }
)
_NEXT: Mapping[RequestState, str] = MappingProxyType(
    {
        _S.AWAITING_LETTER: (
            "Unggah surat permohonan akun dari dinas atau satuan pendidikan Anda (PDF, JPEG, atau PNG, paling besar "
            f"{POLICY.letter_max_bytes // 1024**2} MB) pada halaman status pengajuan."
        ),
        _S.IN_REVIEW: (
            "Petugas sedang memeriksa pengajuan dan surat Anda. Hasilnya kami kirim lewat surel, biasanya dalam "
            f"{POLICY.escalation_after_working_days} hari kerja."
        ),
        _S.APPROVED: "Akun Anda sedang dibuat. Detail akun akan kami kirim lewat surel.",
        _S.DONE: "Akun Anda sudah dibuat. Buka surel detail akun dari kami, lalu ikuti langkah aktivasi.",
        _S.EXPIRED: "Pengajuan tidak dilanjutkan sampai batas waktunya. Silakan ajukan kembali.",
    }
)
_REFUSALS: Mapping[Alasan, str] = MappingProxyType(
    {
        Alasan.DATA_TIDAK_SESUAI: (
            "Data yang Anda isi tidak sesuai dengan data pendukung. Periksa kembali data Anda, lalu ajukan kembali."
        ),
        Alasan.SURAT_TIDAK_SAH: (
            "Surat yang Anda unggah tidak dapat kami terima. Siapkan surat permohonan yang jelas, bertanda tangan, "
            "dan berstempel, lalu ajukan kembali."
        ),
        Alasan.BUKAN_SASARAN: (
            "Jabatan yang diajukan tidak termasuk sasaran Akun Pembelajaran di luar satuan pendidikan."
        ),
        Alasan.KUOTA_HABIS: (
            "Jumlah akun untuk jabatan ini di daerah Anda sudah terpenuhi. Hubungi dinas pendidikan daerah Anda."
        ),
        Alasan.SUDAH_PUNYA_AKUN: (
            "Anda sudah mempunyai Akun Pembelajaran. Jika lupa kata sandi, pilih Lupa Kata Sandi di laman belajar.id "
            "dan isi nama akun Anda; kode dikirim ke kontak yang Anda daftarkan. Atau tekan Butuh Bantuan di laman itu."
        ),
        Alasan.KODE_SALAH: (
            f"Kode verifikasi salah dimasukkan {POLICY.wrong_codes} kali. Demi keamanan pengajuan ini ditutup; "
            "silakan ajukan kembali."
        ),
        Alasan.AKUN_GAGAL: (
            "Akun belum dapat dibuat karena kendala teknis. Petugas kami sudah diberi tahu; klik tombol Butuh Bantuan "
            "di laman belajar.id jika Anda memerlukan bantuan."
        ),
    }
)


def may_become(old: RequestState, new: RequestState) -> bool:
    """Whether a request may go from one state to the other. An approved one never expires: its account is coming."""
    return new in _ARROWS[old]


def is_open(state: RequestState) -> bool:
    """Whether something can still come of a request in this state."""
    return bool(_ARROWS[state])


def status_word(state: RequestState) -> str:
    """What the applicant reads as the status."""
    return _WORDS[state]


def refusal_sentence(alasan: Alasan) -> str:
    """Why a request was refused and what the applicant can do."""
    return _REFUSALS[alasan]


def what_next(request: Request) -> str:
    """What happens next, or what the applicant is to do; for a refused request why, and the way on."""
    if request.state is RequestState.AWAITING_CODE:
        return _code_sentence(request.jalur)
    if request.state is RequestState.REFUSED:
        return refusal_sentence(request.alasan or Alasan.DATA_TIDAK_SESUAI)
    return _NEXT[request.state]


def _code_sentence(jalur: Jalur) -> str:
    way = "surel ke alamat dinas Anda" if jalur is Jalur.KEMDIKBUD else "SMS ke nomor ponsel Anda"
    return (
        f"Masukkan kode 6 angka yang kami kirim lewat {way}. Kode berlaku {POLICY.code_seconds // 60} menit; "
        "jika belum diterima, tekan KIRIM ULANG."
    )
