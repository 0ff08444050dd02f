"""What the triggers of this function need."""

from dataclasses import dataclass

from belajar.ports import Clock, Directory, Keys, Store
from belajar.runtime.pacing import Pace


@dataclass(frozen=True)
class Deps:
    """`peppers`: newest first; older ones still count during a rotation."""

    store: Store
    keys: Keys
    directory: Directory
    clock: Clock
    peppers: tuple[bytes, ...]
    pace: Pace
    """Of calls to Workspace; raises DirectoryBusyError instead of a long wait."""
