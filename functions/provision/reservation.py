"""A name held for a person until Workspace has answered, and what Workspace is told about that person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from belajar.ports import Merge, NewUser
from belajar.rules.domains import org_unit
from belajar.rules.names import google_names
from schemas.documents import Account, Person


def shown(person: Person, fields: Mapping[str, Any]) -> list[Merge]:
    """What look-up answers from now on; people outside the schools have no entry there."""
    if person.lookup_key is None:
        return []
    return [Merge(f"lookup/{person.lookup_key}", {"persons": {person.sumber_id: fields}})]


@dataclass(frozen=True)
class Reservation:
    """`versions` of both documents fence every record against a run that has overtaken this one."""

    person: Person
    account: Account
    versions: Mapping[str, str]

    def guarded(self, account_fields: Mapping[str, Any], person_fields: Mapping[str, Any]) -> list[Merge]:
        """Record something about the account and its person, if both are as this run left them."""
        account_path, person_path = f"accounts/{self.account.address}", f"people/{self.person.sumber_id}"
        return [
            Merge(account_path, account_fields, expect=self.versions[account_path]),
            Merge(person_path, person_fields, expect=self.versions[person_path]),
        ]

    def new_user(self, password: str) -> NewUser:
        """Names, unit by level and role, source id, NPSN as cost center, recovery contacts."""
        names = google_names(self.person.nama)
        return NewUser(
            address=self.account.address,
            given_name=names.given,
            family_name=names.family,
            display_name=names.display,
            password=password,
            org_unit=org_unit(self.person.jenis, self.person.peran, self.person.jenjang),
            external_id=self.person.sumber_id,
            cost_center=self.person.npsn or self.person.kode_wilayah,
            recovery_email=self.person.email_pribadi,
            recovery_phone=self.person.nomor_ponsel,
        )
