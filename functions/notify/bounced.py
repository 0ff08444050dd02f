"""Marks a contact that does not work, so that the website can say so and show the way to get it corrected."""

from belajar.ports import Merge, Snapshot, Store
from belajar.rules.contacts import mask_email
from functions.notify.compose import MailKind
from schemas.documents import MailRecord

BOUNCED = {"contact_bounced": True}


def contact_bounced(store: Store, record: MailRecord) -> list[Merge]:
    """Writes for the person and its look-up entry; none if the register has another contact by now."""
    if record.kind == MailKind.ACCOUNT_REFUSED:
        return []
    [person] = store.get(f"people/{record.person_id}")
    if person is None or mask_email(person.data.get("email_pribadi") or "") != record.to_masked:
        return []
    [entry] = store.get(f"lookup/{person.data['lookup_key']}")
    marks = [Merge(person.path, BOUNCED, expect=person.version)]
    if entry and _holds(entry, record.person_id):
        marks.append(Merge(entry.path, {"persons": {record.person_id: BOUNCED}}, expect=entry.version))
    return marks


def _holds(entry: Snapshot, person_id: str) -> bool:
    return person_id in entry.data.get("persons", {})
