"""What the four steps of this function share."""

from collections.abc import Callable
from dataclasses import dataclass

from belajar.errors import FinalError, Reason
from belajar.ports import Files, Snapshot, Store
from schemas.documents import Import

ReadBytes = Callable[[int, int], bytes]
"""start, length -> bytes; fewer only at the end of the file."""


@dataclass(frozen=True)
class Deps:
    """Ports of this function. `pepper`: the newest one; rows are only ever written under it."""

    store: Store
    files: Files
    pepper: bytes


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
    return lambda start, length: files.read(roster.bucket, roster.name, start, length)
