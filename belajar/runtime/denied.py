"""What petugas read who may not: whom they may help, and who helps the others. Indonesian.

The same whatever the reason: nobody learns from it whether an account exists outside their scope.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from belajar.rules.access import Action

NO_PETUGAS: Final = (
    "Masuk dengan akun belajar.id yang Anda pakai sebagai petugas.",
    "Operator dan kepala satuan pendidikan: akun admin yang baru diaktifkan biasanya dikenali dalam satu jam.",
    "Akun yang dibekukan atau dinonaktifkan dibuka oleh helpdesk: tekan Butuh Bantuan di laman belajar.id.",
)
_OWNERS: Final = (
    "Periksa penulisan nama akun. Anda hanya dapat membantu guru dan peserta didik di sekolah atau wilayah Anda.",
    "Operator, kepala satuan pendidikan, petugas, dan dinas dibantu oleh helpdesk: Butuh Bantuan di laman belajar.id.",
    "Lupa kata sandi akun Anda sendiri? Pilih Lupa Kata Sandi di laman belajar.id.",
)
_SECOND: Final = ("Permintaan Anda sendiri, atau tentang akun Anda, diputuskan oleh petugas lain.",)
ADVICE: Final[Mapping[Action, Sequence[str]]] = {
    Action.ASSIST_RESET: _OWNERS,
    Action.CORRECT_CONTACT: _OWNERS,
    Action.SHOW_RESET: ("Anda hanya dapat melihat permintaan tentang pemilik akun di sekolah atau wilayah Anda.",),
    Action.APPROVE_RESET: _SECOND,
    Action.REFUSE_RESET: _SECOND,
    Action.TAKE_CARD: ("Kartu hanya untuk admin sekolah tempat peserta didik itu terdaftar sekarang.",),
    Action.DOWNLOAD_ACCOUNTS: ("Periksa NPSN. Daftar akun hanya untuk operator dan kepala sekolah itu sendiri.",),
}
