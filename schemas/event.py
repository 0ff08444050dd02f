"""What every event is: apart from the list of them, so that a function loads only those it speaks of."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, StringConstraints

ImportId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


Nomor = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Event(BaseModel):
    """Base: frozen, and unknown fields are refused so that a producer's slip is seen at once."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)
    type: ClassVar[str]

    @classmethod
    def topic(cls) -> str:
        """Short topic id: `id.belajar.account.created.v1` -> `account-created-v1`."""
        return cls.type.removeprefix("id.belajar.").replace(".", "-")
