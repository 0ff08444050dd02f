"""Which mail an event asks for, to whom, and whether it may be sent."""

from belajar.credentials import initial_credential
from belajar.decision import Call, Decision
from belajar.errors import Reason
from functions.notify.compose import MailKind
from functions.notify.delivery import Letter, deliver, given_up, record_path, settled
from functions.notify.deps import Deps
from schemas.documents import Account, AccountState, Person
from schemas.events import AccountCreated, AccountRefused, DetailsRequested


def account_ready(event: AccountCreated, call: Call, deps: Deps) -> Decision:
    """Tell the owner, without the password; nothing to do where the register has no working contact."""
    found, earlier = deps.store.get(f"people/{event.person_id}", record_path(call))
    if found is None:
        return Decision(refused=Reason.UNKNOWN_PERSON)
    person = Person.model_validate(found.data)
    contact = _contact(person)
    if contact is None:
        return Decision(given_up(earlier, Reason.NO_CONTACT.value))
    values = {"nama": person.nama, "akun": event.address, "sekolah": person.nama_sekolah or "", "situs": deps.site_url}
    letter = Letter(MailKind.ACCOUNT_READY, event.person_id, contact, values)
    return deliver(letter, earlier, call, deps)


def account_details(event: DetailsRequested, call: Call, deps: Deps) -> Decision:
    """Address and initial password to the contact on the register, as long as the account is not activated."""
    found, held, earlier = deps.store.get(f"people/{event.person_id}", f"accounts/{event.address}", record_path(call))
    if settled(earlier):
        return Decision()
    person = Person.model_validate(found.data) if found else None
    account = Account.model_validate(held.data) if held else None
    reason = _refusal(person, account)
    if reason:
        return Decision(given_up(earlier, reason.value), refused=reason)
    assert person
    assert account
    return deliver(_details(person, account, deps), earlier, call, deps)


def account_refused(event: AccountRefused, call: Call, deps: Deps) -> Decision:
    """Tell the people who run the service: ids and codes only."""
    [earlier] = deps.store.get(record_path(call))
    values = {"person_id": event.person_id, "reason": event.reason}
    letter = Letter(MailKind.ACCOUNT_REFUSED, event.person_id, deps.operations_email, values)
    return deliver(letter, earlier, call, deps)


def _details(person: Person, account: Account, deps: Deps) -> Letter:
    values = {
        "nama": person.nama,
        "akun": account.address,
        "kata_sandi": initial_credential(account, deps.keys),
        "situs": deps.site_url,
    }
    return Letter(MailKind.ACCOUNT_DETAILS, person.sumber_id, _contact(person) or "", values)


def _refusal(person: Person | None, account: Account | None) -> Reason | None:
    """Why the details may not be sent."""
    if person is None or account is None or account.person_id != person.sumber_id:
        return Reason.UNKNOWN_PERSON
    if account.state == AccountState.ACTIVE:
        return Reason.ALREADY_ACTIVE
    if account.state != AccountState.CREATED:
        return Reason.NOT_READY
    if account.nonce is None:
        return Reason.ALREADY_ACTIVE
    return None if _contact(person) else Reason.NO_CONTACT


def _contact(person: Person) -> str | None:
    """The contact on the register, unless mail to it came back."""
    return None if person.contact_bounced else person.email_pribadi
