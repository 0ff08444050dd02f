"""Where the local stack keeps things on disk: one root, a folder per engine, so that engines never mix their state."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Engine = Literal["embedded", "emulators"]

DEFAULT_ROOT: Final = Path(__file__).parent.parent.parent / ".belajar"


@dataclass(frozen=True, slots=True)
class Places:
    """All paths below one root. Folders are made by those who write into them."""

    root: Path
    engine: Engine

    @property
    def run(self) -> Path:
        """What describes the running stack; worthless once it has stopped."""
        return self.root / "run"

    @property
    def secrets(self) -> Path:
        """Keys of this machine, shared by both engines."""
        return self.root / "secrets"

    @property
    def state(self) -> Path:
        """Everything the system has recorded."""
        return self.root / self.engine

    @property
    def buckets(self) -> Path:
        """Objects as files."""
        return self.state / "buckets"

    @property
    def bus(self) -> Path:
        """Messages of the embedded engine."""
        return self.state / "bus.sqlite"

    @property
    def events(self) -> Path:
        """History of deliveries."""
        return self.state / "events.sqlite"

    @property
    def inbox(self) -> Path:
        """Mails that were sent."""
        return self.state / "inbox.sqlite"

    @property
    def texts(self) -> Path:
        """SMS that were sent."""
        return self.state / "texts.sqlite"

    @property
    def workspace(self) -> Path:
        """Users of the simulated Workspace."""
        return self.state / "workspace.sqlite"

    @property
    def log(self) -> Path:
        """What the functions log, one JSON line per outcome."""
        return self.run / "functions.log"
