"""Every event of the system: CloudEvents type, one topic per type, one model per type (DESIGN section 4).

No password, code, NIK, mother's name, birth date, name or contact travels in an event: ids only, the consumer reads
the rest. A change that breaks an old golden file in tests/events needs a new version, never an edit.
"""

from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from schemas.account_events import AccountCreated, AccountRefused, AccountRequested, DetailsRequested
from schemas.event import Event, ImportId, Nomor
from schemas.reset_events import (
    ContactCorrected,
    CorrectionChanged,
    CorrectionTicked,
    PasswordChanged,
    ResetApproved,
    ResetDisowned,
    ResetRequested,
    TicketOpened,
)

__all__ = [
    "CATALOGUE",
    "AccountCreated",
    "AccountRefused",
    "AccountRequested",
    "ChunkCut",
    "CodeRequested",
    "ContactCorrected",
    "CorrectionChanged",
    "CorrectionTicked",
    "DetailsRequested",
    "Event",
    "ImportAdvanced",
    "LetterUploaded",
    "MailReported",
    "PasswordChanged",
    "ReferralLocked",
    "RequestChanged",
    "ResetApproved",
    "ResetDisowned",
    "ResetRequested",
    "ReviewDue",
    "ReviewTicked",
    "RosterReceived",
    "RosterScanned",
    "SweeperTicked",
    "SyncPaged",
    "SyncTicked",
    "TicketOpened",
]


class RosterReceived(Event):
    """A roster file has arrived in the rosters bucket."""

    type: ClassVar[str] = "id.belajar.roster.received.v1"
    bucket: str
    name: str
    generation: str


class RosterScanned(Event):
    """The file was cut into chunks up to `offset`; the rest is still to be cut."""

    type: ClassVar[str] = "id.belajar.roster.scanned.v1"
    import_id: ImportId
    offset: int = Field(ge=0, description="byte at which the next unread record begins")
    line: int = Field(ge=1, description="1-based line number at that offset")
    chunks: int = Field(ge=0, description="chunks cut so far")


class ChunkCut(Event):
    """A run of whole lines of a roster file is ready to be read."""

    type: ClassVar[str] = "id.belajar.chunk.cut.v1"
    import_id: ImportId
    number: int = Field(ge=0)
    start: int = Field(ge=0, description="first byte")
    length: int = Field(gt=0, description="bytes, ends behind a line break or at the end of the file")
    first_line: int = Field(ge=2, description="1-based line number of the first line")


class ImportAdvanced(Event):
    """An import has come near its end; its totals should be taken."""

    type: ClassVar[str] = "id.belajar.import.advanced.v1"
    import_id: ImportId


class MailReported(Event):
    """The relay tells what became of a mail after it took it."""

    type: ClassVar[str] = "id.belajar.mail.reported.v1"
    message_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    kind: Literal["delivered", "bounced", "complained"]
    code: str = Field(default="", max_length=20, pattern=r"^[0-9.]*$", description="enhanced status code, RFC 3463")
    reported_at: AwareDatetime = Field(description="when the report came in, UTC")


class CodeRequested(Event):
    """A one-time code is due for a request. At most once; never after `deadline`."""

    type: ClassVar[str] = "id.belajar.code.requested.v1"
    nomor: Nomor
    number: int = Field(ge=1, description="how many codes this request has asked for, this one included")
    deadline: AwareDatetime = Field(description="when the code expires, UTC")


class LetterUploaded(Event):
    """A letter has arrived in the letters bucket."""

    type: ClassVar[str] = "id.belajar.letter.uploaded.v1"
    bucket: str
    name: str
    generation: str


class RequestChanged(Event):
    """A request has reached a state its applicant should hear of."""

    type: ClassVar[str] = "id.belajar.request.changed.v1"
    nomor: Nomor
    state: str


class ReviewDue(Event):
    """A request has waited too long for its reviewers."""

    type: ClassVar[str] = "id.belajar.review.overdue.v1"
    nomor: Nomor
    escalated: bool = Field(description="false: remind the district's reviewers; true: tell the ministry's as well")


class ReferralLocked(Event):
    """Too many wrong referral codes for one region: no code of it is taken until the lock ends."""

    type: ClassVar[str] = "id.belajar.referral.locked.v1"
    kode_wilayah: str
    tipe_dinas: str


class ReviewTicked(Event):
    """The schedule asks for a look at waiting and expired requests."""

    type: ClassVar[str] = "id.belajar.review.ticked.v1"


class SyncPaged(Event):
    """A page of Workspace users was read; the next one is due."""

    type: ClassVar[str] = "id.belajar.sync.paged.v1"
    run: str
    page_token: str | None
    page: int = Field(ge=0)


class SyncTicked(Event):
    """The schedule asks for a fresh look at who has activated."""

    type: ClassVar[str] = "id.belajar.sync.ticked.v1"


class SweeperTicked(Event):
    """The schedule asks for a look after lost work."""

    type: ClassVar[str] = "id.belajar.sweeper.ticked.v1"


CATALOGUE: dict[str, type[Event]] = {
    model.type: model
    for model in (
        RosterReceived,
        RosterScanned,
        ChunkCut,
        ImportAdvanced,
        AccountRequested,
        AccountCreated,
        AccountRefused,
        DetailsRequested,
        MailReported,
        SyncPaged,
        SyncTicked,
        SweeperTicked,
        ReviewTicked,
        CodeRequested,
        LetterUploaded,
        RequestChanged,
        ReviewDue,
        ReferralLocked,
        ResetRequested,
        ResetApproved,
        PasswordChanged,
        ResetDisowned,
        CorrectionChanged,
        ContactCorrected,
        TicketOpened,
        CorrectionTicked,
    )
}
