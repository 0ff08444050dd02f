"""Contacts that petugas have corrected lately: for a while they are not yet trusted as the register's are."""

from datetime import datetime, timedelta
from typing import Final

from belajar.ports import Query, Store
from belajar.rules.policy import POLICY
from schemas.documents import Person
from schemas.resets import Correction, CorrectionState

MOST_CORRECTIONS: Final = 300


def lately_corrected(person: Person, now: datetime, store: Store) -> list[Correction]:
    """Corrections of this person in force and not yet old. The register's own change ends them all."""
    if person.corrected_from is None:
        return []
    query = Query("corrections", (("person_id", "==", person.sumber_id),), limit=MOST_CORRECTIONS)
    known = [Correction.model_validate(found.data) for found in store.query(query)]
    since = now - timedelta(days=POLICY.corrected_contact_days)
    return [one for one in known if one.state is CorrectionState.APPLIED and one.changed_at > since]
