"""How it stands with somebody's account, in words for the school: what it is, and what to do where it is not right."""

from collections.abc import Mapping
from typing import Final

from belajar.errors import Reason
from belajar.rules.status import status_word
from schemas.documents import Account, AccountState, Person

_FIRST_ISSUE: Final = 1
_IN_WORKSPACE: Final = (AccountState.CREATED, AccountState.ACTIVE, AccountState.SUSPENDED)
_OWN: Final = "kata sandi sudah dibuat pemilik"
_APPOINTED: Final = "petugas belajar.id: kata sandi awal hanya lewat helpdesk"
_ASSISTED: Final = "kata sandi awal sudah diganti lewat bantuan reset"
_REFUSED: Final[Mapping[str | None, str]] = {
    Reason.INVALID_NAME.value: "Ditolak: perbaiki penulisan nama di Dapodik",
    Reason.NO_ADDRESS_LEFT.value: "Ditolak: nama akun yang cocok sudah habis, hubungi helpdesk belajar.id",
}
_REFUSED_OTHERWISE: Final = "Ditolak: perbaiki data di Dapodik, atau hubungi helpdesk belajar.id"


def has_user_id(account: Account) -> bool:
    """A name that is only reserved may still turn out to be somebody else's: it is not handed out."""
    return account.state in _IN_WORKSPACE


def has_initial_password(account: Account) -> bool:
    """Only the very first one, before anybody has used it.

    A later issue comes from an assisted reset and is the owner's alone: a helper who has asked for it must not read it
    here. An account without a nonce has a password of its owner's own.
    """
    return account.state is AccountState.CREATED and account.nonce is not None and account.issue == _FIRST_ISSUE


def standing(person: Person, account: Account | None, *, appointed: bool = False) -> str:
    """Status word of the website, and what else the school should know. `account` None: there is none to read.

    `appointed`: is a petugas, as who they are reset by the helpdesk only; so is their first password nobody else's.
    """
    if appointed:
        return f"{status_word(AccountState.CREATED)} - {_APPOINTED}"
    state = account.state if account else person.account_state
    if state is AccountState.REFUSED:
        return _REFUSED.get(person.refused_reason, _REFUSED_OTHERWISE)
    if state is AccountState.SUSPENDED:
        return f"{status_word(state)} - hubungi helpdesk belajar.id"
    if account is None or state is not AccountState.CREATED or has_initial_password(account):
        return status_word(state)
    return f"{status_word(state)} - {_OWN if account.nonce is None else _ASSISTED}"
