"""The initial password of an account: derived when it is needed, never stored (DESIGN section 6).

One place, because provision sets it in Workspace and notify mails it: both must get the same one.
"""

from collections.abc import Iterable

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
    return _derived(account, _group_key(account, keys))


def initial_credentials(accounts: Iterable[Account], keys: Keys) -> dict[str, str]:
    """Passwords by address of those accounts that have one: ONE key operation for each group and key version.

    So a whole school costs one, but for people who came from another school or before a rotation of the key.
    """
    known: dict[tuple[str, str], bytes] = {}
    found = {}
    for account in accounts:
        if account.nonce is None:
            continue
        place = (account.group, account.key_version)
        if place not in known:
            known[place] = _group_key(account, keys)
        found[account.address] = _derived(account, known[place])
    return found


def current_key_version(group: str, keys: Keys) -> str:
    """The key version under which new initial passwords of this group are derived; kept with the account."""
    return keys.mac(PURPOSE + group.encode()).version


def _group_key(account: Account, keys: Keys) -> bytes:
    return keys.mac(PURPOSE + account.group.encode(), version=account.key_version).value


def _derived(account: Account, group_key: bytes) -> str:
    assert account.nonce is not None
    easy = account.jenis is Jenis.PESERTA_DIDIK
    return initial_password(group_key, account.address, account.issue, account.nonce, easy=easy)
