"""What the owner gets after a petugas has reset the password: the credential once, and who did it on every contact."""

from datetime import timedelta

from belajar.credentials import initial_credential
from belajar.rules.policy import POLICY
from functions.notify.compose import MailKind
from functions.notify.deps import Deps
from functions.notify.details import contact_of
from functions.notify.owners import note, notice
from functions.notify.several import Message
from functions.notify.texts import credential_text, helped_text
from functions.notify.wording import helper_of, long_time
from schemas.documents import Account, AccountState, Person
from schemas.resets import Reset

WAY_OUT = "sms-bukan-saya"
"""Key of the SMS that follows the one with a credential."""
_VOID = (
    "Kata sandi dari reset ini sudah tidak berlaku: sudah dipakai atau sudah diganti lagi. Jika Anda tidak dapat "
    "masuk, pilih Lupa Kata Sandi di laman kami atau minta reset sekali lagi."
)


def assisted_notice(
    reset: Reset, person: Person, account: Account | None, values: dict[str, str], deps: Deps
) -> list[Message]:
    """The credential goes by mail, or by SMS where there is no mail; never to who helped. One key operation.

    The SMS with the credential has no room for the link: another one brings it.
    """
    helper = helper_of(reset.petugas, person, deps.store)
    at = reset.set_at or reset.changed_at
    until = at + timedelta(days=POLICY.assisted_password_days)
    said = values | {"waktu": long_time(at), "cara": f"reset oleh {helper.long}"}
    text = helped_text(helper.short, at, values["tautan"])
    if account is None or not _is_newest(reset, account):
        return notice(person, MailKind.PASSWORD_CHANGED, said | {"lanjutan": _VOID}, text, deps)
    password = initial_credential(account, deps.keys)
    if contact_of(person):
        said |= {"kata_sandi": password, "berlaku": long_time(until)}
        return notice(person, MailKind.PASSWORD_RESET, said, text, deps)
    if person.nomor_ponsel is None:
        return []
    return [
        note(person, MailKind.PASSWORD_RESET, person.nomor_ponsel, credential_text(password, until)),
        note(person, MailKind.PASSWORD_CHANGED, person.nomor_ponsel, text, WAY_OUT),
    ]


def _is_newest(reset: Reset, account: Account) -> bool:
    """Whether what this reset set is still what Workspace has."""
    usable = account.state in (AccountState.CREATED, AccountState.ACTIVE)
    return usable and account.issue == reset.issue and account.nonce is not None
