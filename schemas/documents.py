"""Documents at rest (DESIGN section 5). Field names are the stored names; datetimes are aware UTC.

Mother's name, birth date and NIK are never here: only inside keyed hashes (`lookup_key`, `nik_hash`, `row_digest`).
"""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from schemas.people import Jabatan, Jenis, JenisLain, Jenjang, Peran


class Document(BaseModel):
    """Base: unknown stored fields are ignored, so that an older version can read a newer document."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, hide_input_in_errors=True)


class AccountState(StrEnum):
    """Life of an account. The first two show as `Sedang Dibuat`, then `Belum Aktif`, `Aktif`, `Tidak Aktif`."""

    REQUESTED = "requested"
    RESERVED = "reserved"
    CREATED = "created"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    FOREIGN = "foreign"
    """The address is held in Workspace by somebody who is not ours: never to be given."""


class Person(Document):
    """`people/<sumber_id>`: the facts of the register, or of an approved request, and the account that serves them.

    People outside the schools have no school, no level and no look-up entry; `request` names what they came by.
    """

    sumber_id: str
    jenis: Jenis | JenisLain
    peran: Peran | None = None
    jabatan: Jabatan | None = None
    nama: str
    jenjang: Jenjang | None = None
    tingkat: int | None = None
    rombel: str | None = None
    npsn: str | None = None
    nama_sekolah: str | None = None
    kode_wilayah: str
    email_pribadi: str | None
    nomor_ponsel: str | None
    """E.164, Indonesian mobile."""
    lookup_key: str | None = None
    nik_hash: str | None
    row_digest: str | None = None
    """Keyed digest of the whole register row: equal = unchanged."""
    import_id: str | None = None
    source_digest: str | None = None
    """Content of the file that last set this person."""
    request: str | None = None
    account_state: AccountState
    requested_at: datetime
    address: str | None = None
    refused_reason: str | None = None
    contact_bounced: bool = False
    corrected_from: dict[str, str | None] | None = None
    """Contacts of the register when a correction replaced them; the correction holds until the register's change."""
    contacts_said_at: datetime | None = None
    """When the register last changed the contacts: a correction asked for before is void."""

    @property
    def group(self) -> str:
        """Whose accounts share one key operation: a school, or an office."""
        return self.npsn or f"{self.jenis}-{self.kode_wilayah}"


class SchoolPerson(Person):
    """A person of the register: everything the register must say is there."""

    jenis: Jenis
    jenjang: Jenjang
    npsn: str
    nama_sekolah: str
    lookup_key: str
    row_digest: str
    import_id: str


class Account(Document):
    """`accounts/<address>`: creating it reserves the name for ever."""

    address: str
    person_id: str
    jenis: Jenis | JenisLain
    group: str
    """NPSN of the school, or the office, at the time of reservation; part of the derivation."""
    state: AccountState
    issue: int
    """Number of the initial credential; a new one invalidates the earlier."""
    key_version: str
    nonce: str | None
    """Part of the derivation of the initial password; erased at activation, after which it cannot be derived."""
    reserved_at: datetime
    workspace_id: str | None = None
    created_at: datetime | None = None
    activated_at: datetime | None = None
    reset_at: datetime | None = None
    """When an assisted reset put the present credential into Workspace; its nonce goes with the next sign-in."""
    chosen_at: datetime | None = None
    """When its owner last chose a password by a code of ours: codes and tokens from before are void."""
    frozen_at: datetime | None = None
    """When the owner said "bukan saya": suspended until the helpdesk resets it."""
    was_frozen_at: datetime | None = None
    """`frozen_at` of the last freeze that the helpdesk has ended."""

    def frozen_since(self, moment: datetime) -> bool:
        """Whether its owner has frozen it after that: what was asked for before is void, also when it is open again."""
        last = self.frozen_at or self.was_frozen_at
        return last is not None and moment < last


class LookupPerson(Document):
    """What a check answers about one person."""

    strict: str
    """Keyed hash of the exact spelling: tells twins with near-equal names apart."""
    state: AccountState
    refreshed_at: datetime
    address: str | None = None
    email_masked: str | None = None
    phone_masked: str | None = None
    contact_bounced: bool = False


class LookupEntry(Document):
    """`lookup/<key>`: all persons whose normalised form fields are equal (nearly always one)."""

    persons: dict[str, LookupPerson]


class MailState(StrEnum):
    """`sending` = intent committed; the others are final, and a final state is never overwritten by a lesser one."""

    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class MailRecord(Document):
    """`messages/<id>`: one mail; `id` is the local part of its Message-ID. Contact only masked."""

    kind: str
    person_id: str
    state: MailState
    to_masked: str
    to_hash: str
    """Keyed hash of the contact: tells whether a late bounce is about the contact the register has now."""
    created_at: datetime
    expire_at: datetime
    sent_at: datetime | None = None
    reason: str | None = None
