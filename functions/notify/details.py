"""The mail with address and initial password: what is in it, and whether it may be sent."""

from belajar.credentials import initial_credential
from belajar.errors import Reason
from functions.notify.compose import MailKind
from functions.notify.delivery import Letter
from functions.notify.deps import Deps
from schemas.documents import Account, AccountState, Person


def details_letter(person: Person, account: Account, deps: Deps, key: str = "") -> Letter:
    """To the owner's contact; ask `details_refusal` first. One key operation.

    Where there is no initial password any more the mail says so, and how to get in: no answer would be a dead end.
    """
    values = {"nama": person.nama, "akun": account.address, "situs": deps.site_url}
    if person.request:
        values["pengajuan"] = person.request
    kind = MailKind.DETAILS_VOID
    if account.nonce is not None:
        kind = MailKind.ACCOUNT_DETAILS
        values["kata_sandi"] = initial_credential(account, deps.keys)
    return Letter(kind, person.sumber_id, contact_of(person) or "", values, key)


def details_refusal(person: Person | None, account: Account | None) -> Reason | None:
    """Why the details may not be sent."""
    if person is None or account is None or account.person_id != person.sumber_id:
        return Reason.UNKNOWN_PERSON
    if account.state == AccountState.ACTIVE:
        return Reason.ALREADY_ACTIVE
    if account.state != AccountState.CREATED:
        return Reason.NOT_READY
    return None if contact_of(person) else Reason.NO_CONTACT


def contact_of(person: Person) -> str | None:
    """The contact on the register or proven by the request, unless mail to it came back."""
    return None if person.contact_bounced else person.email_pribadi
