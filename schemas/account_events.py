"""Events about accounts and what their owners ask for. As all events they carry ids only."""

from typing import ClassVar

from pydantic import Field

from schemas.event import Event, ImportId
from schemas.identifiers import Address, SumberId


class AccountRequested(Event):
    """A person of the register, or of an approved request, should have an account."""

    type: ClassVar[str] = "id.belajar.account.requested.v1"
    person_id: SumberId
    import_id: ImportId | None = Field(default=None, description="the import that asks; none for a request")


class AccountCreated(Event):
    """The Workspace user exists and is recorded."""

    type: ClassVar[str] = "id.belajar.account.created.v1"
    person_id: SumberId
    address: Address


class AccountRefused(Event):
    """An account cannot be made until somebody mends the cause."""

    type: ClassVar[str] = "id.belajar.account.refused.v1"
    person_id: SumberId
    reason: str


class DetailsRequested(Event):
    """The owner has asked for address and initial password by mail to the registered contact."""

    type: ClassVar[str] = "id.belajar.details.requested.v1"
    person_id: SumberId
    address: Address
