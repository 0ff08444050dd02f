"""Contacts of the register that a correction has replaced: for a while they too hear that a password was chosen.

A false correction and a code to the new contact would together take an account over. Who overlooked the notice of the
correction hears of it where they still can, with the same way to say "bukan saya".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from belajar.corrected import lately_corrected
from functions.notify.compose import MailKind
from functions.notify.deps import Deps
from functions.notify.owners import letter, note
from functions.notify.several import Message
from schemas.documents import Person

MAIL: Final = "mail-lama"
SMS: Final = "sms-lama"
"""Keys of these messages."""


def former_notice(
    person: Person, kind: MailKind, values: Mapping[str, str], text: str, at: datetime, deps: Deps
) -> list[Message]:
    """The notice of something that happened `at`; never with a credential in it. Empty unless corrected lately."""
    if not lately_corrected(person, at, deps.store):
        return []
    was = person.corrected_from or {}
    mail, phone = was.get("email_pribadi"), was.get("nomor_ponsel")
    told: list[Message] = []
    if mail and mail != person.email_pribadi:
        told.append(letter(person, kind, mail, values, deps, MAIL))
    if phone and phone != person.nomor_ponsel:
        told.append(note(person, kind, phone, text, SMS))
    return told
