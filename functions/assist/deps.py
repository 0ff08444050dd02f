"""What the steps of this function need."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from belajar.ports import Identities, Keys, Store


@dataclass(frozen=True, slots=True)
class Deps:
    """What the steps of this function need. `peppers`: newest first."""

    store: Store
    identities: Identities
    keys: Keys
    peppers: Sequence[bytes] = field(repr=False)
