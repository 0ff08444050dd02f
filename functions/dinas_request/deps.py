"""What the triggers of this function need."""

from dataclasses import dataclass

from belajar.ports import Clock, Files, Keys, Store


@dataclass(frozen=True)
class Deps:
    """`peppers` and `ringkas_keys`: newest first; older ones still count during a rotation."""

    store: Store
    keys: Keys
    files: Files
    clock: Clock
    peppers: tuple[bytes, ...]
    ringkas_keys: tuple[bytes, ...]
    letter_bucket: str
