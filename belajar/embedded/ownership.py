"""Who holds a lease, and is that process still there? A locked file tells: the system frees it at death."""

import fcntl
import uuid
from pathlib import Path


class Owner:
    """One deliverer. Its name stands in the leases it takes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = uuid.uuid4().hex
        self._path = _lock_path(folder, self.name)
        self._file = self._path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def release(self) -> None:
        """From now on its leases count as abandoned. Idempotent."""
        self._path.unlink(missing_ok=True)
        self._file.close()


def is_gone(folder: Path, name: str) -> bool:
    """Whether the owner of that name has released or died; removes what a dead one left."""
    path = _lock_path(folder, name)
    try:
        with path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    path.unlink(missing_ok=True)
    return True


def _lock_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.deliverer"
