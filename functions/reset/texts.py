"""What owners read: a way on from everywhere, and nothing that depends on whether an account exists."""

from typing import Final

START_AGAIN: Final = "Mulai lagi dari halaman Lupa Kata Sandi."
CODE_OVER: Final = "Kode ini sudah dipakai atau permintaan sudah ditutup."
CODE_USED: Final = (
    "Kode ini sudah dipakai, tetapi kata sandi belum diganti. Ini terjadi bila jaringan terputus setelah kode benar."
)
"""Who lost the answer to the right code cannot be told from somebody who saw it: the token is not said again."""
NEWEST_CODE: Final = "Pakai kode dari pesan yang terakhir datang dengan tanda yang sama seperti di halaman ini."
OTHER_WAYS: Final = (
    "Ingat kata sandi Anda? Langsung masuk di https://accounts.google.com/ tanpa kode.",
    "Operator sekolah atau kepala satuan pendidikan dapat mereset kata sandi guru dan peserta didik di sekolahnya.",
    "Admin sekolah dan pegawai dinas: tekan Butuh Bantuan di kanan bawah laman belajar.id.",
)
NO_CODE: Final = (
    "Tunggu sampai dua menit, lalu periksa SMS dan email pribadi Anda, juga folder spam.",
    "Kode dikirim ke kontak yang tercatat saat akun dibuat atau di Dapodik. Periksa juga apakah nama akun sudah benar.",
    "Masih belum datang? Tekan KIRIM ULANG dan pilih saluran lain: SMS atau email.",
    "Kontak Anda sudah lama atau kosong? Operator sekolah dapat mereset kata sandi atau memperbaiki kontak Anda.",
    "Admin sekolah dan pegawai dinas: tekan Butuh Bantuan di kanan bawah laman belajar.id.",
)
OTHER_CHANNEL: Final = (
    "Tekan KIRIM ULANG, atau mulai lagi, dengan saluran lain (SMS atau email): percobaannya dihitung terpisah."
)
SENT: Final = (
    "Jika akun ini terdaftar dan dapat direset, kode 6 angka kami kirim ke ponsel atau email pribadi yang tercatat. "
    "Jangan berikan kode itu kepada siapa pun."
)
CHANGED: Final = (
    "Kata sandi Anda sudah diganti. Semua perangkat yang masih masuk dikeluarkan; silakan masuk dengan kata sandi baru."
)
NOT_YET_KNOWN: Final = (
    "Google belum menjawab, jadi kami belum tahu apakah kata sandi baru sudah berlaku. Tunggu satu menit, lalu coba "
    "masuk dengan kata sandi baru. Jika belum bisa, simpan kata sandi baru itu sekali lagi di halaman ini."
)
UNDER_WAY: Final = "Kata sandi baru sedang disimpan. Tunggu satu menit, lalu coba masuk dengan kata sandi itu."
PAGE_OVER: Final = (
    "Halaman ini sudah dipakai atau sudah terlalu lama terbuka. Jika Anda baru saja menyimpan kata sandi, coba masuk "
    "dengan kata sandi yang pertama Anda simpan."
)
NOT_RESETTABLE: Final = (
    "Akun ini sedang dinonaktifkan atau dibekukan, atau kata sandinya baru saja diganti dengan cara lain, sehingga "
    "tidak dapat diganti di halaman ini. Bila perlu, minta kode baru."
)
HELP: Final = (
    "Tekan Butuh Bantuan di kanan bawah laman belajar.id; sebutkan nama akun Anda.",
    "Operator sekolah dapat memeriksa keadaan akun guru dan peserta didik di sekolahnya.",
)
