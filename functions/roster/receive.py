"""A file has arrived: accept it as an import, or refuse it with a sentence for its sender."""

import hashlib

from belajar.decision import Call, Decision, Emit
from belajar.errors import FinalError, Reason
from belajar.ports import MISSING, Files, FileStat, Put
from functions.roster.deps import LOST, Deps, import_path
from functions.roster.head import HEAD_BYTES, Head, read_head
from schemas.events import RosterReceived, RosterScanned
from schemas.imports import Import, ImportState

FIRST_ROW = 2
"""1-based line number of the line below the header."""


def import_id_of(event: RosterReceived) -> str:
    """One import per content of an object: the same generation is the same import however often it is told."""
    return hashlib.sha256(f"{event.bucket}/{event.name}#{event.generation}".encode()).hexdigest()[:32]


def receive(event: RosterReceived, call: Call, deps: Deps) -> Decision:
    """Begin the import, once. Raises FinalError for another bucket: who forges a notification must not name the file.

    A register brings the contacts that credentials are sent to, so it may come from the ministry's bucket only.
    """
    if event.bucket != deps.bucket:
        raise FinalError(Reason.INVALID_EVENT, "another bucket")
    import_id = import_id_of(event)
    [known] = deps.store.get(import_path(import_id))
    if known:
        return Decision()
    begun = Import(
        bucket=event.bucket,
        name=event.name,
        generation=event.generation,
        state=ImportState.SCANNING,
        created_at=call.now,
        updated_at=call.now,
    )
    try:
        head, found = _look(event, deps.files)
    except FinalError as error:
        return _refused(import_id, begun, error)
    digest = deps.files.digest(event.bucket, event.name)
    file = {"size": found.size, "object_generation": found.generation, "digest": digest}
    accepted = begun.model_copy(update={"delimiter": head.delimiter, "columns": head.columns, **file})
    scanned = RosterScanned(import_id=import_id, offset=head.offset, line=FIRST_ROW, chunks=0)
    return Decision(writes=[_put(import_id, accepted)], events=[Emit(scanned)])


def _look(event: RosterReceived, files: Files) -> tuple[Head, FileStat]:
    """What is there now, even if newer than announced: the newer one's own import will find nothing left to do."""
    found = files.stat(event.bucket, event.name)
    if found is None:
        raise FinalError(Reason.MISSING_FILE, LOST)
    head = files.read(event.bucket, event.name, 0, HEAD_BYTES, found.generation)
    return read_head(head, found.size), found


def _refused(import_id: str, begun: Import, error: FinalError) -> Decision:
    told = {"state": ImportState.REFUSED, "refused_reason": error.reason.value, "refused_detail": error.detail or LOST}
    return Decision(writes=[_put(import_id, begun.model_copy(update=told))], refused=error.reason)


def _put(import_id: str, document: Import) -> Put:
    return Put(import_path(import_id), document.model_dump(mode="python"), expect=MISSING)
