"""Which mail an event asks for, to whom, and whether it may be sent."""

from belajar.decision import Call, Decision
from belajar.errors import Reason
from functions.notify.compose import MailKind
from functions.notify.delivery import Letter, deliver, given_up, record_path, settled
from functions.notify.deps import Deps
from functions.notify.details import contact_of, details_letter, details_refusal
from schemas.documents import Account, Person
from schemas.events import AccountCreated, AccountRefused, DetailsRequested


def account_ready(event: AccountCreated, call: Call, deps: Deps) -> Decision:
    """Tell the owner, without the password; nothing to do where the register has no working contact.

    Who came by a request hears of it as the end of that request.
    """
    found, earlier = deps.store.get(f"people/{event.person_id}", record_path(call))
    if found is None:
        return Decision(refused=Reason.UNKNOWN_PERSON)
    person = Person.model_validate(found.data)
    if person.request:
        return Decision()
    contact = contact_of(person)
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
    reason = details_refusal(person, account)
    if reason:
        return Decision(given_up(earlier, reason.value), refused=reason)
    assert person
    assert account
    return deliver(details_letter(person, account, deps), earlier, call, deps)


def account_refused(event: AccountRefused, call: Call, deps: Deps) -> Decision:
    """Tell the people who run the service: ids and codes only."""
    [earlier] = deps.store.get(record_path(call))
    values = {"person_id": event.person_id, "reason": event.reason}
    letter = Letter(MailKind.ACCOUNT_REFUSED, event.person_id, deps.operations_email, values)
    return deliver(letter, earlier, call, deps)
