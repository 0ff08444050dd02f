"""RFC 9457 problems: stable codes for machines, Indonesian sentences for people. No value typed in is repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from belajar.decision import Answer
from belajar.runtime.logs import trace
from schemas.http import FieldProblem, Problem

BASE = "https://belajar.id/masalah/"
TITLES = {
    "akun_sudah_aktif": (409, "Akun sudah aktif"),
    "akun_belum_siap": (409, "Akun belum siap"),
    "akun_tidak_ditemukan": (404, "Data tidak ditemukan"),
    "alamat_tidak_dikenal": (404, "Alamat layanan tidak dikenal"),
    "isi_tidak_sah": (422, "Isian belum sesuai"),
    "isi_terlalu_besar": (413, "Kiriman terlalu besar"),
    "jenis_isi_tidak_didukung": (415, "Kiriman harus berupa JSON"),
    "kiriman_sudah_diterima": (409, "Kiriman ini sudah diterima"),
    "kode_referral_tidak_sesuai": (
        422,
        "Maaf, kode referral Anda tidak sesuai dengan Data Dinas yang Anda masukkan",
    ),
    "akun_tidak_dapat_direset": (409, "Kata sandi akun ini belum dapat diganti"),
    "kartu_tidak_tersedia": (409, "Kartu tidak tersedia"),
    "koreksi_masih_menunggu": (409, "Perbaikan kontak masih menunggu"),
    "persetujuan_tidak_menunggu": (409, "Permintaan ini tidak menunggu persetujuan"),
    "reset_tidak_ditemukan": (404, "Permintaan tidak ditemukan"),
    "tautan_tidak_berlaku": (409, "Tautan tidak berlaku lagi"),
    "token_tidak_berlaku": (409, "Sesi ganti kata sandi sudah berakhir"),
    "unduhan_terlalu_sering": (429, "Terlalu banyak unduhan"),
    "kode_salah": (422, "Kode tidak sesuai"),
    "kode_terlalu_sering": (429, "Kode baru saja dikirim"),
    "kode_tidak_berlaku": (409, "Kode tidak berlaku lagi"),
    "kontak_tidak_ada": (409, "Belum ada kontak terdaftar"),
    "layanan_sibuk": (503, "Layanan sedang sibuk"),
    "kesalahan_sistem": (500, "Terjadi kesalahan pada sistem"),
    "masuk_diperlukan": (401, "Silakan masuk lebih dahulu"),
    "tidak_berwenang": (403, "Anda tidak berwenang"),
    "metode_tidak_didukung": (405, "Cara akses tidak didukung"),
    "pengajuan_masih_berjalan": (409, "Pengajuan Anda masih berjalan"),
    "pengajuan_sudah_diputuskan": (409, "Pengajuan ini tidak menunggu keputusan"),
    "pengajuan_tidak_ditemukan": (404, "Pengajuan tidak ditemukan"),
    "surat_terlalu_sering": (429, "Terlalu banyak unggahan"),
    "surat_tidak_diperlukan": (409, "Surat tidak diperlukan"),
    "tanda_tangan_tidak_sah": (401, "Tanda tangan tidak sah"),
    "terlalu_banyak_percobaan": (429, "Terlalu banyak percobaan"),
    "terlalu_sering_dikirim": (429, "Email baru saja dikirim"),
    "tiket_tidak_berlaku": (401, "Sesi pemeriksaan sudah berakhir"),
}
SENTENCES = {
    "missing": "Bagian ini wajib diisi.",
    "extra_forbidden": "Bagian ini tidak dikenal; hapus dari kiriman.",
    "json_invalid": "Kiriman bukan JSON yang sah.",
    "enum": "Pilih salah satu pilihan yang tersedia.",
    "string_pattern_mismatch": "Penulisan belum sesuai ketentuan.",
    "string_too_short": "Bagian ini terlalu pendek atau kosong.",
    "string_too_long": "Bagian ini terlalu panjang.",
    "less_than_equal": "Angka ini terlalu besar.",
    "greater_than": "Angka ini terlalu kecil.",
    "literal_error": "Pilih salah satu pilihan yang tersedia.",
    "string_type": "Bagian ini harus berupa teks.",
    "model_attributes_type": "Kiriman harus berupa objek JSON.",
    "model_type": "Kiriman harus berupa objek JSON.",
}
MOST_FIELDS = 20
MOST_POINTER = 80
"""Characters. Names of unknown fields are the caller's own words: never more of them than a person would need."""
DATE_SENTENCE = "Tanggal harus ditulis TTTT-BB-HH dan benar-benar ada, contoh 2014-05-17."


@dataclass
class ProblemError(Exception):
    """A request that cannot be served. Nothing has been written."""

    code: str
    detail: str | None = None
    saran: Sequence[str] = ()
    errors: Sequence[FieldProblem] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    action: str = ""
    """Privileged triggers: what was refused, for the log line."""
    petugas: str = ""
    """Privileged triggers: to whom, as a log may name them (belajar.runtime.staff.known_as)."""

    @property
    def status(self) -> int:
        """Of HTTP."""
        return TITLES[self.code][0]

    def answer(self) -> Answer:
        """As an HTTP answer."""
        status, title = TITLES[self.code]
        problem = Problem(
            type=BASE + self.code,
            title=title,
            status=status,
            code=self.code,
            detail=self.detail,
            saran=list(self.saran),
            errors=list(self.errors),
            trace_id=trace.get() or None,
        )
        body = problem.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        return Answer(status, body, {"Content-Type": "application/problem+json", **self.headers})


def invalid_body(error: ValidationError) -> ProblemError:
    """The wrong fields at once (the first 20), each with a pointer and a sentence."""
    fields = [
        FieldProblem(
            pointer="".join(f"/{part}" for part in item["loc"])[:MOST_POINTER],
            code=item["type"],
            detail=_sentence(item["type"]),
        )
        for item in error.errors(include_url=False, include_context=False, include_input=False)[:MOST_FIELDS]
    ]
    return wrong_fields(fields)


def wrong_fields(fields: Sequence[FieldProblem]) -> ProblemError:
    """The same for what a step finds in a body that fits its model."""
    return ProblemError("isi_tidak_sah", "Periksa kembali bagian yang ditandai.", errors=fields)


def _sentence(kind: str) -> str:
    return DATE_SENTENCE if kind.startswith("date") else SENTENCES.get(kind, "Isian belum sesuai.")
