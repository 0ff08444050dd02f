"""A contact is being corrected: the old contacts hear of it while they can object, the new one when it takes effect."""

from datetime import timedelta

from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.rules.contacts import mask_email, mask_phone
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import Disownable
from functions.notify.compose import MailKind
from functions.notify.delivery import Letter
from functions.notify.deps import Deps
from functions.notify.owners import ACCOUNT, disown_link, letter, note, notice
from functions.notify.several import Message, deliver_all
from functions.notify.staff_mails import NOBODY
from functions.notify.texts import applied_text, objected_text, waiting_text
from functions.notify.wording import helper_of, long_time
from schemas.documents import Person
from schemas.events import CorrectionChanged
from schemas.resets import Correction, CorrectionState

PETUGAS = "petugas"
"""Key of the mail to who asked."""


def correction_changed(event: CorrectionChanged, call: Call, deps: Deps) -> Decision:
    """Tell about the state the event names; nothing once the correction has moved on, as that is told by itself."""
    [found] = deps.store.get(f"corrections/{event.correction_id}")
    if found is None:
        return Decision(refused=Reason.UNKNOWN_CORRECTION)
    correction = Correction.model_validate(found.data)
    [known] = deps.store.get(f"people/{correction.person_id}")
    if known is None:
        return Decision(refused=Reason.UNKNOWN_PERSON)
    if correction.state != event.state:
        return Decision()
    return deliver_all(_told(correction, Person.model_validate(known.data), deps), call, deps)


def _told(correction: Correction, person: Person, deps: Deps) -> list[Message]:
    if correction.state is CorrectionState.WAITING:
        return _waiting(correction, person, deps)
    if correction.state is CorrectionState.APPLIED:
        return _applied(correction, person, deps)
    return _objected(correction, person, deps) if correction.state is CorrectionState.OBJECTED else []


def _waiting(correction: Correction, person: Person, deps: Deps) -> list[Message]:
    """The owner may still be signed in: then the account's own mailbox is the one that nobody else reads."""
    due = correction.due_at
    values = {**_values(correction, person, deps), "waktu": long_time(due)}
    text = waiting_text(due, values["tautan"])
    return notice(person, MailKind.CORRECTION_WAITING, values, text, deps, mailbox=correction.akun)


def _applied(correction: Correction, person: Person, deps: Deps) -> list[Message]:
    """A contact that the register has replaced meanwhile hears nothing."""
    kind, values = MailKind.CORRECTION_APPLIED, _values(correction, person, deps)
    told: list[Message] = [letter(person, kind, correction.akun, values, deps, ACCOUNT)]
    if correction.email and correction.email == person.email_pribadi:
        told.append(letter(person, kind, correction.email, values, deps))
    if correction.phone and correction.phone == person.nomor_ponsel:
        told.append(note(person, kind, correction.phone, applied_text(values["tautan"])))
    return told


def _objected(correction: Correction, person: Person, deps: Deps) -> list[Message]:
    ticket = correction.ticket or "-"
    values = {"akun": correction.akun, "tiket": ticket}
    stopped = Letter(MailKind.CORRECTION_STOPPED, NOBODY, correction.petugas, values, PETUGAS)
    return [stopped, *notice(person, MailKind.CORRECTION_OBJECTED, values, objected_text(ticket), deps)]


def _values(correction: Correction, person: Person, deps: Deps) -> dict[str, str]:
    masked = [mask_email(correction.email)] if correction.email else []
    masked += [mask_phone(correction.phone)] if correction.phone else []
    return {
        "akun": correction.akun,
        "kontak": " dan ".join(masked),
        "oleh": helper_of(correction.petugas, person, deps.store).long,
        "tautan": disown_link(Disownable.CORRECTION, correction.id, deps),
        "sampai": long_time(correction.due_at + timedelta(seconds=POLICY.disown_seconds)),
    }
