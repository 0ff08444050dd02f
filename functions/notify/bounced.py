"""Marks a contact that does not work, so that the website can say so and show the way to get it corrected."""

from collections.abc import Sequence

from belajar.ports import Merge, Snapshot, Store
from belajar.rules.matching import contact_hash
from functions.notify.compose import TO_STAFF
from schemas.documents import MailRecord

BOUNCED = {"contact_bounced": True}


def contact_bounced(store: Store, peppers: Sequence[bytes], record: MailRecord) -> list[Merge]:
    """Writes for the person and its look-up entry; none if the register has another contact by now."""
    if record.kind in TO_STAFF:
        return []
    [person] = store.get(f"people/{record.person_id}")
    if person is None or not _is_contact(person, peppers, record):
        return []
    key = person.data["lookup_key"]
    [entry] = store.get(f"lookup/{key}") if key else [None]
    marks = [Merge(person.path, BOUNCED, expect=person.version)]
    if entry and _holds(entry, record.person_id):
        marks.append(Merge(entry.path, {"persons": {record.person_id: BOUNCED}}, expect=entry.version))
    return marks


def _is_contact(person: Snapshot, peppers: Sequence[bytes], record: MailRecord) -> bool:
    contact = person.data.get("email_pribadi") or ""
    return record.to_hash in [contact_hash(pepper, contact) for pepper in peppers]


def _holds(entry: Snapshot, person_id: str) -> bool:
    return person_id in entry.data.get("persons", {})
