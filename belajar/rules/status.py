"""The words of the website's "Status Akun Pembelajaran" (seed)."""

from schemas.documents import AccountState

_WORDS = {
    AccountState.REQUESTED: "Sedang Dibuat",
    AccountState.RESERVED: "Sedang Dibuat",
    AccountState.REFUSED: "Sedang Dibuat",
    AccountState.FOREIGN: "Sedang Dibuat",
    AccountState.CREATED: "Belum Aktif",
    AccountState.ACTIVE: "Aktif",
    AccountState.SUSPENDED: "Tidak Aktif",
}


def status_word(state: AccountState) -> str:
    """What a citizen reads. A refused account is still to come: staff mend its cause, then it is made."""
    return _WORDS[state]
