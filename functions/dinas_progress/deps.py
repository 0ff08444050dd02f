"""What the steps of this function need."""

from dataclasses import dataclass

from belajar.ports import Files, Store


@dataclass(frozen=True)
class Deps:
    """Letters are read from `letter_bucket` only, whatever a message says."""

    store: Store
    files: Files
    letter_bucket: str
