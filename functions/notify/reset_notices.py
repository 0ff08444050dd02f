"""After a reset: its owner hears of it on every contact, with a way to say "bukan saya", and so of the freezing."""

from datetime import timedelta

from belajar.decision import Call, Decision
from belajar.errors import Reason
from belajar.ports import Snapshot
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import Disownable, page_signs
from functions.notify.assisted import assisted_notice
from functions.notify.compose import MailKind
from functions.notify.deps import Deps
from functions.notify.former import former_notice
from functions.notify.owners import disown_link, notice
from functions.notify.several import Message, deliver_all
from functions.notify.texts import changed_text, frozen_text
from functions.notify.wording import long_time
from schemas.documents import Account, Person
from schemas.events import PasswordChanged, ResetDisowned
from schemas.resets import Reset, ResetWay, Saluran

_HOW = {
    Saluran.SMS: "kode verifikasi yang dikirim lewat SMS",
    Saluran.EMAIL: "kode verifikasi yang dikirim lewat email",
}
_SIGNED_OUT = "Demi keamanan, semua perangkat sudah dikeluarkan dari akun. Masuklah kembali dengan kata sandi baru."


def password_changed(event: PasswordChanged, call: Call, deps: Deps) -> Decision:
    """Tell the owner; after an assisted reset, hand over the credential. A printed card is handed over at school."""
    [found] = deps.store.get(f"resets/{event.reset_id}")
    reset = Reset.model_validate(found.data) if found else None
    if reset is None:
        return Decision(refused=Reason.UNKNOWN_RESET)
    if reset.kartu:
        return Decision()
    person, held = _owner(reset, deps)
    if person is None:
        return Decision(refused=Reason.UNKNOWN_PERSON)
    values = {"akun": reset.akun, **_way_out(reset, deps)}
    if reset.way is ResetWay.ASSISTED:
        account = Account.model_validate(held.data) if held else None
        return deliver_all(assisted_notice(reset, person, account, values, deps), call, deps)
    return deliver_all(_own_notice(reset, person, values, deps), call, deps)


def reset_disowned(event: ResetDisowned, call: Call, deps: Deps) -> Decision:
    """Tell the owner that the account is frozen and under which ticket: nobody else tells them."""
    [found] = deps.store.get(f"resets/{event.reset_id}")
    reset = Reset.model_validate(found.data) if found else None
    if reset is None:
        return Decision(refused=Reason.UNKNOWN_RESET)
    person, _ = _owner(reset, deps)
    if person is None:
        return Decision(refused=Reason.UNKNOWN_PERSON)
    ticket = reset.ticket or "-"
    values = {"akun": reset.akun, "tiket": ticket}
    told = notice(person, MailKind.ACCOUNT_FROZEN, values, frozen_text(ticket), deps)
    return deliver_all(told, call, deps)


def _own_notice(reset: Reset, person: Person, values: dict[str, str], deps: Deps) -> list[Message]:
    at = reset.set_at or reset.changed_at
    said = {"waktu": long_time(at), "cara": _HOW[reset.sent_by or Saluran.SMS], "lanjutan": _SIGNED_OUT}
    text, values = changed_text(page_signs(reset.id), at, values["tautan"]), values | said
    former = former_notice(person, MailKind.PASSWORD_CHANGED, values, text, at, deps)
    return [*notice(person, MailKind.PASSWORD_CHANGED, values, text, deps), *former]


def _owner(reset: Reset, deps: Deps) -> tuple[Person | None, Snapshot | None]:
    """The person, as long as the account is kept for them, and the account."""
    if reset.person_id is None:
        return None, None
    found, held = deps.store.get(f"people/{reset.person_id}", f"accounts/{reset.akun}")
    person = Person.model_validate(found.data) if found else None
    return (person, held) if held and held.data["person_id"] == reset.person_id else (None, None)


def _way_out(reset: Reset, deps: Deps) -> dict[str, str]:
    """The "bukan saya" link, and until when it works."""
    until = (reset.set_at or reset.changed_at) + timedelta(seconds=POLICY.disown_seconds)
    return {"tautan": disown_link(Disownable.RESET, reset.id, deps), "sampai": long_time(until)}
