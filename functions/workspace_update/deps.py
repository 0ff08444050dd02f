"""What the steps of this function share."""

from dataclasses import dataclass

from belajar.ports import Clock, Directory, Keys, Store
from belajar.runtime.pacing import Pace


@dataclass(frozen=True)
class Deps:
    """Ports of this function. `pace`: the quota that all Directory calls of the project share."""

    store: Store
    directory: Directory
    keys: Keys
    clock: Clock
    pace: Pace
