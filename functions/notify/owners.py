"""One notice to an owner: the mail and the SMS of it, on every registered contact that works."""

from collections.abc import Mapping

from belajar.rules.reset_tokens import Disownable, disown_token
from functions.notify.compose import MailKind
from functions.notify.delivery import Letter
from functions.notify.deps import Deps
from functions.notify.details import contact_of
from functions.notify.once import Note
from functions.notify.several import Message
from schemas.documents import Person

MAIL = "mail"
SMS = "sms"
ACCOUNT = "akun"
"""Keys of the messages of one event; the last is the mailbox of the account itself."""


def notice(
    person: Person, kind: MailKind, values: Mapping[str, str], text: str, deps: Deps, *, mailbox: str | None = None
) -> list[Message]:
    """To the contacts of the register as they are now, and to `mailbox` if given. Nobody else hears of it."""
    mail = contact_of(person)
    told: list[Message] = [letter(person, kind, mail, values, deps)] if mail else []
    if person.nomor_ponsel:
        told.append(note(person, kind, person.nomor_ponsel, text))
    return [*told, letter(person, kind, mailbox, values, deps, ACCOUNT)] if mailbox else told


def letter(person: Person, kind: MailKind, to: str, values: Mapping[str, str], deps: Deps, key: str = MAIL) -> Letter:
    """A mail about this person's account. Admin sekolah and who is outside the schools are not sent to one for help."""
    base = {"nama": person.nama, "situs": deps.site_url}
    outside = {} if person.npsn and person.peran is None else {"kantor": "ya"}
    return Letter(kind, person.sumber_id, to, {**base, **outside, **values}, key)


def note(person: Person, kind: MailKind, to: str, text: str, key: str = SMS) -> Note:
    """An SMS; its record is told from the mail's by its kind."""
    return Note(f"{kind}_sms", person.sumber_id, to, text, key)


def disown_link(kind: Disownable, about: str, deps: Deps) -> str:
    """The "bukan saya" link, as every contact gets it."""
    return f"{deps.site_url}/bukan-saya/{disown_token(deps.peppers[0], kind, about)}"
