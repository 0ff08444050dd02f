"""Events of password resets, contact corrections and tickets. As all events they carry ids only."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field, StringConstraints

from schemas.event import Event
from schemas.identifiers import SumberId

ResetId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""Of resets and corrections: 128 random bits, so that nobody finds another one's by guessing."""
NomorTiket = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]


class ResetRequested(Event):
    """A code for a reset is due, if there is such an account and a contact. At most once; never after `deadline`."""

    type: ClassVar[str] = "id.belajar.reset.requested.v1"
    reset_id: ResetId
    number: int = Field(ge=1, description="how many codes this reset has asked for, this one included")
    deadline: AwareDatetime = Field(description="when the code expires, UTC")


class ResetApproved(Event):
    """A petugas resets somebody's password: a new credential is to be set and handed to the owner."""

    type: ClassVar[str] = "id.belajar.reset.approved.v1"
    reset_id: ResetId


class PasswordChanged(Event):
    """A password has been changed through us: sessions are to end, and the owner is to hear of it."""

    type: ClassVar[str] = "id.belajar.password.changed.v1"
    reset_id: ResetId


class ResetDisowned(Event):
    """The owner said "bukan saya" about a reset: the account is to be frozen."""

    type: ClassVar[str] = "id.belajar.reset.disowned.v1"
    reset_id: ResetId


class CorrectionChanged(Event):
    """A correction of a contact was asked for, took effect, or was objected to."""

    type: ClassVar[str] = "id.belajar.correction.changed.v1"
    correction_id: ResetId
    state: str


class ContactCorrected(Event):
    """The contacts of a person were corrected: Workspace's recovery contacts should follow."""

    type: ClassVar[str] = "id.belajar.contact.corrected.v1"
    person_id: SumberId


class TicketOpened(Event):
    """There is something for the helpdesk."""

    type: ClassVar[str] = "id.belajar.ticket.opened.v1"
    nomor: NomorTiket


class CorrectionTicked(Event):
    """The schedule asks for corrections that are due."""

    type: ClassVar[str] = "id.belajar.correction.ticked.v1"
