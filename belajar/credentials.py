"""The initial password of an account: derived when it is needed, never stored (DESIGN section 6).

One place, because provision sets it in Workspace and notify mails it: both must get the same one.
"""

from belajar.errors import FinalError, Reason
from belajar.ports import Keys
from belajar.rules.passwords import initial_password
from schemas.documents import Account
from schemas.people import Jenis

PURPOSE = b"initial-password|"


def initial_credential(account: Account, keys: Keys) -> str:
    """The password of this account and issue; the same on every call, one key operation (a key per school).

    Raises FinalError(ALREADY_ACTIVE) when the nonce has been erased at activation, RetryableError of the keys.
    """
    if account.nonce is None:
        raise FinalError(Reason.ALREADY_ACTIVE)
    group_key = keys.mac(PURPOSE + account.group.encode(), version=account.key_version).value
    easy = account.jenis is Jenis.PESERTA_DIDIK
    return initial_password(group_key, account.address, account.issue, account.nonce, easy=easy)


def current_key_version(group: str, keys: Keys) -> str:
    """The key version under which new initial passwords of this group are derived; kept with the account."""
    return keys.mac(PURPOSE + group.encode()).version
