"""What one correction that is due comes to: it takes effect, or is void because it is about nobody any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from belajar.decision import Emit
from belajar.ports import Merge, Snapshot, Write
from belajar.rules.contacts import mask_email, mask_phone
from belajar.rules.policy import POLICY
from schemas.documents import Account, AccountState, Person
from schemas.events import ContactCorrected, CorrectionChanged
from schemas.resets import Correction, CorrectionState
from schemas.staff import Petugas


@dataclass(frozen=True)
class Due:
    """A correction with the documents of whom it is about, as read."""

    found: Snapshot
    known: Snapshot | None
    held: Snapshot | None
    asker: Snapshot | None
    """Appointment of the petugas who asked for it; admin sekolah have none."""
    asker_held: Snapshot | None
    """Account of that petugas, if it is one of ours."""

    @staticmethod
    def paths(found: Snapshot) -> list[str]:
        """What is to be read for the four, in their order."""
        person_id, akun, petugas = (found.data[name] for name in ("person_id", "akun", "petugas"))
        return [f"people/{person_id}", f"accounts/{akun}", f"petugas/{petugas}", f"accounts/{petugas}"]

    @property
    def correction(self) -> Correction:
        """The document."""
        return Correction.model_validate(self.found.data)

    def writes(self, now: datetime) -> list[Write]:
        """The correction and the person; the look-up entry is `shown`."""
        person = self._person()
        if self.known is None or person is None:
            return [self._ended(CorrectionState.VOID, now)]
        contacts = Merge(self.known.path, self._contacts(person), expect=self.known.version)
        return [self._ended(CorrectionState.APPLIED, now), contacts]

    def events(self) -> list[Emit]:
        """None for a void one: there is nobody to tell."""
        if self._person() is None:
            return []
        correction = self.correction
        told = CorrectionChanged(correction_id=correction.id, state=CorrectionState.APPLIED.value)
        return [
            Emit(told, key=correction.id),
            Emit(ContactCorrected(person_id=correction.person_id), key=correction.id),
        ]

    def shown(self) -> tuple[str, Mapping[str, Any]] | None:
        """Look-up key, and what a check shows of the contacts from now on."""
        person = self._person()
        if person is None or person.lookup_key is None:
            return None
        after = person.model_copy(update=self._contacts(person))
        masked = {
            "email_masked": mask_email(after.email_pribadi) if after.email_pribadi else None,
            "phone_masked": mask_phone(after.nomor_ponsel) if after.nomor_ponsel else None,
            "contact_bounced": after.contact_bounced,
        }
        return person.lookup_key, masked

    def _person(self) -> Person | None:
        """None unless person and account still are those of the correction.

        Nor where the account was frozen since it was asked for, though it may be open again: whoever took the account
        may have asked for it too. Nor where the register has named another contact since.
        """
        if self.known is None or self.held is None or self._is_disavowed():
            return None
        correction = self.correction
        person, account = Person.model_validate(self.known.data), Account.model_validate(self.held.data)
        if person.address != correction.akun or account.person_id != correction.person_id:
            return None
        asked_at, said_at = correction.requested_at, person.contacts_said_at
        overruled = said_at is not None and said_at > asked_at
        return None if overruled or account.frozen_since(asked_at) else person

    def _is_disavowed(self) -> bool:
        """Whether who asked was dismissed since, or their account frozen or suspended: perhaps it was not they."""
        if self.asker is not None and not Petugas.model_validate(self.asker.data).active:
            return True
        if self.asker_held is None:
            return False
        held = Account.model_validate(self.asker_held.data)
        return held.frozen_since(self.correction.requested_at) or held.state is AccountState.SUSPENDED

    def _contacts(self, person: Person) -> dict[str, Any]:
        """A new mail address has not bounced yet. The register's word is kept from the first correction on."""
        correction = self.correction
        fields: dict[str, Any] = {}
        if correction.email:
            fields |= {"email_pribadi": correction.email, "contact_bounced": False}
        if correction.phone:
            fields |= {"nomor_ponsel": correction.phone}
        if person.corrected_from is None:
            said = {"email_pribadi": person.email_pribadi, "nomor_ponsel": person.nomor_ponsel}
            fields |= {"corrected_from": said}
        return fields

    def _ended(self, state: CorrectionState, now: datetime) -> Merge:
        kept_until = now + timedelta(days=POLICY.reset_record_days)
        fields = {"state": state.value, "changed_at": now, "expire_at": kept_until}
        return Merge(self.found.path, fields, expect=self.found.version)
