"""What the website tells a citizen to do next, by status. Indonesian; never a dead end."""

from schemas.documents import AccountState, LookupPerson

MISS_ADVICE = (
    "Isi nama lengkap dan nama ibu kandung sesuai Dapodik, tanpa gelar dan tanpa singkatan.",
    "Pastikan tanggal lahir dan NPSN sekolah benar, dan tipe pengguna sesuai.",
    "Jika baru pindah sekolah, coba NPSN sekolah sebelumnya.",
    "Tanyakan data Anda kepada operator sekolah; data yang salah diperbaiki di Dapodik lebih dahulu.",
    "Masih belum ditemukan? Tekan Butuh Bantuan di kanan bawah laman belajar.id.",
)
WAIT_ADVICE = (
    "Data ini atau jaringan Anda sudah terlalu sering dipakai untuk mencoba, mungkin oleh orang lain. Cobalah lagi "
    "nanti, atau tanyakan nama akun Anda sekarang juga kepada operator sekolah: di sana tidak perlu menunggu."
)
"""Somebody else's guesses can close this way for an hour (decision 9): the owner must learn of another one."""
NO_CONTACT_ADVICE = (
    "Email pribadi Anda di Dapodik kosong atau tidak dapat menerima surat. Mintalah nama akun dan kata sandi "
    "kepada operator sekolah, dan mintalah agar email Anda diperbarui di Dapodik."
)
_BY_STATE = {
    AccountState.REQUESTED: "Akun Anda sedang dibuat. Silakan periksa kembali beberapa jam lagi.",
    AccountState.RESERVED: "Akun Anda sedang dibuat. Silakan periksa kembali beberapa jam lagi.",
    AccountState.CREATED: "Tekan Kirim detail ke akun email pribadi, lalu aktifkan akun melalui https://mail.google.com/.",
    AccountState.ACTIVE: (
        "Akun Anda sudah aktif. Lupa kata sandi? Pilih Lupa Kata Sandi di laman ini, atau mintalah reset kepada admin "
        "sekolah. Anda sendiri admin sekolah? Tekan Butuh Bantuan."
    ),
    AccountState.SUSPENDED: "Akun Anda dinonaktifkan. Hubungi operator sekolah atau tekan Butuh Bantuan.",
    AccountState.REFUSED: "Akun Anda belum dapat dibuat. Mintalah operator sekolah memeriksa data Anda di Dapodik.",
    AccountState.FOREIGN: "Hubungi operator sekolah atau tekan Butuh Bantuan.",
}


def advice(person: LookupPerson) -> str:
    """One or two sentences for this person's status and contact."""
    unreachable = not person.email_masked or person.contact_bounced
    return NO_CONTACT_ADVICE if person.state == AccountState.CREATED and unreachable else _BY_STATE[person.state]
