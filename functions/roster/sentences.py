"""What the sender of a roster is told about a wrong cell. Never the value: it may be somebody's NIK."""

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import ValidationError

REQUIRED: Final = "Wajib diisi."
SENTENCES: Final[Mapping[str, str]] = {
    "sumber_id": "Harus UUID dari Dapodik, 36 karakter.",
    "jenis": "Harus peserta_didik, pendidik, atau tenaga_kependidikan.",
    "peran": "Hanya kepala_satuan_pendidikan dan operator yang mendapat akun.",
    "nama": "Harus mengandung huruf, tidak diawali = + - @, paling panjang 150 karakter.",
    "nama_ibu_kandung": "Harus mengandung huruf, tidak diawali = + - @, paling panjang 150 karakter.",
    "tanggal_lahir": "Harus tanggal yang ada di kalender, ditulis TTTT-BB-HH, misalnya 2010-02-28.",
    "nik": "Harus 16 angka.",
    "nisn": "Harus 10 angka.",
    "nuptk": "Harus 16 angka.",
    "npsn": "Harus 8 karakter: angka, boleh diawali satu huruf.",
    "nama_sekolah": "Paling panjang 150 karakter, tanpa karakter khusus.",
    "jenjang": "Harus paud, sd, smp, sma, smk, slb, paket_a, paket_b, atau paket_c.",
    "tingkat": "Harus angka 1 sampai 13.",
    "rombel": "Paling panjang 50 karakter, tanpa karakter khusus.",
    "kode_wilayah": "Harus kode wilayah Kemendagri: 2, 4, atau 6 angka.",
}
FUTURE: Final = "Tanggal lahir ada di masa depan."
DOUBLED: Final = "sumber_id ini sudah dipakai di baris lain dalam berkas ini."
BAD_EMAIL: Final = "Bukan alamat email pribadi yang benar; akun dibuat tanpa email pemulihan."
BAD_PHONE: Final = "Bukan nomor ponsel Indonesia yang benar; akun dibuat tanpa ponsel pemulihan."
NIK_DATE: Final = "Tanggal lahir di dalam NIK berbeda dari tanggal_lahir."


def wrong_cells(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Column and sentence of every problem of a row."""
    for problem in error.errors(include_url=False, include_context=False):
        column = str(problem["loc"][0])
        yield column, REQUIRED if problem["input"] is None else SENTENCES[column]
