"""What the four steps of this function share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from belajar.decision import Decision
from belajar.errors import FinalError, Reason
from belajar.ports import Files, Merge, Snapshot, Store
from schemas.imports import Import, ImportState

LOST: Final = "Berkas sudah tidak ada atau diganti saat sedang dibaca. Kirim lagi dengan nama lain."
ReadBytes = Callable[[int, int], bytes]
"""start, length -> bytes; fewer only at the end of the file."""


@dataclass(frozen=True)
class Deps:
    """Ports of this function. `peppers`: newest first; rows are written under that one and known under all of them.

    `bucket`: the only one that rosters are read from, whatever a message says.
    """

    store: Store
    files: Files
    peppers: tuple[bytes, ...]
    bucket: str


def import_path(import_id: str) -> str:
    """`imports/<id>`"""
    return f"imports/{import_id}"


def read_import(snapshot: Snapshot | None) -> tuple[Import, str]:
    """The import and its version; raises FinalError when an event speaks of a file never received."""
    if snapshot is None:
        raise FinalError(Reason.INVALID_EVENT, "no such import")
    return Import.model_validate(snapshot.data), snapshot.version


def reader(files: Files, roster: Import) -> ReadBytes:
    """Reads from the roster's file."""
    return lambda start, length: files.read(roster.bucket, roster.name, start, length, roster.object_generation)


def file_lost(import_id: str, version: str, error: FinalError, now: datetime) -> Decision:
    """The file went away or was replaced while it was read: what is accepted stays, its sender is told."""
    told = {"refused_reason": error.reason.value, "refused_detail": LOST, "updated_at": now}
    write = Merge(import_path(import_id), {"state": ImportState.REFUSED, **told}, expect=version)
    return Decision(writes=[write], refused=error.reason)
