"""Documents of password resets, contact corrections and tickets. Field names are the stored names."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from schemas.documents import Document


class Saluran(StrEnum):
    """Channel of a reset code."""

    SMS = "sms"
    EMAIL = "email"


class ResetWay(StrEnum):
    """Who began it."""

    OWNER = "owner"
    ASSISTED = "assisted"


class ResetState(StrEnum):
    """Owner: awaiting_code -> verified -> setting -> done. Assisted: (awaiting_second ->) approved -> done.

    Both may end as closed: five wrong codes, refused by the second person, or impossible.
    """

    AWAITING_CODE = "awaiting_code"
    VERIFIED = "verified"
    SETTING = "setting"
    """A new password is on its way to Workspace, or was when a crash came."""
    AWAITING_SECOND = "awaiting_second"
    APPROVED = "approved"
    DONE = "done"
    CLOSED = "closed"


class Reset(Document):
    """`resets/<id>`: one reset. An address that nobody has makes one like any other: nothing tells them apart."""

    id: str
    way: ResetWay
    state: ResetState
    akun: str
    """Account address as asked for, lower case."""
    created_at: datetime
    changed_at: datetime
    expire_at: datetime
    reason: str | None = None
    """Of a closed one."""

    # the owner's way
    saluran: Saluran | None = None
    """Channel the owner chose last; None = SMS where there is a phone, else mail."""
    codes_sent: int = 0
    code_sent_at: datetime | None = None
    code_key_version: str | None = None
    attempted: int = 0
    """Number of the newest code that was really handed out; set by notify before it sends. Others never fit."""
    sent_by: Saluran | None = None
    """Channel of that code."""
    verified_at: datetime | None = None

    # by notify, or by the petugas who began it
    person_id: str | None = None

    # the assisted way
    petugas: str | None = None
    petugas_nik_hash: str | None = None
    second: str | None = None
    """Who approved or refused."""
    alasan_tolak: str | None = None
    """Why they refused, in their own words."""
    alasan: str | None = None
    npsn: str | None = None
    kode_wilayah: str | None = None
    kode_kabupaten: str | None = None
    kode_provinsi: str | None = None
    kartu: bool = False
    """The owner has no contact: the credential goes onto a printed card."""
    card_until: datetime | None = None
    """The card may be fetched again until then; None = not fetched yet."""
    issue: int | None = None
    """Issue of the account's credential that this reset set."""

    # what has been done
    set_at: datetime | None = None
    signed_out_at: datetime | None = None
    disowned_at: datetime | None = None
    ticket: str | None = None


class CorrectionState(StrEnum):
    """waiting -> applied | objected | void (the person or account is gone)."""

    WAITING = "waiting"
    APPLIED = "applied"
    OBJECTED = "objected"
    VOID = "void"


class Correction(Document):
    """`corrections/<id>`: a contact that a petugas corrects; it takes effect at `due_at` unless the owner objects."""

    id: str
    state: CorrectionState
    akun: str
    person_id: str
    npsn: str | None = None
    petugas: str
    alasan: str
    email: str | None = Field(default=None, repr=False)
    """New private mail address; None = left as it is."""
    phone: str | None = Field(default=None, repr=False)
    """New phone, E.164; None = left as it is."""
    requested_at: datetime
    due_at: datetime
    changed_at: datetime
    expire_at: datetime
    ticket: str | None = None


class Perihal(StrEnum):
    """What a ticket is about."""

    BUKAN_SAYA = "bukan_saya"
    KONTAK_DITOLAK = "kontak_ditolak"
    KONTAK_USANG = "kontak_usang"


class Ticket(Document):
    """`tickets/<nomor>`: something for the helpdesk. Ids only; `nomor` is 8 digits, what people quote."""

    nomor: str
    perihal: Perihal
    state: str = "open"
    person_id: str | None
    akun: str
    about: str
    """Path of the reset or correction it came from; empty = none."""
    opened_by: str
    """`pemilik`, or the address of a petugas."""
    catatan: str = ""
    opened_at: datetime
    expire_at: datetime
