"""What the steps of this function need."""

from dataclasses import dataclass

from belajar.ports import Identities, Keys, Store


@dataclass(frozen=True, slots=True)
class Deps:
    """What the steps of this function need."""

    store: Store
    identities: Identities
    keys: Keys
