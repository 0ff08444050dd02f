"""Cuts a file into chunks of whole lines, a hundred chunks a run, and passes the rest on to itself."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from belajar.decision import Call, Decision, Emit
from belajar.errors import FinalError
from belajar.ports import Merge
from functions.roster.deps import Deps, file_lost, import_path, read_import, reader
from functions.roster.lines import Line, read_lines
from schemas.events import ChunkCut, ImportAdvanced, RosterScanned
from schemas.imports import ImportState

LINES_PER_CHUNK: Final = 140
"""A row can need 3 writes (person, look-up entry, old look-up entry); the store takes 450 in one commit."""
CHUNKS_PER_RUN: Final = 100


def scan(event: RosterScanned, call: Call, deps: Deps) -> Decision:
    """Cut on from the event's offset. An event that tells less than is already cut is an old one: nothing to do."""
    path = import_path(event.import_id)
    [snapshot] = deps.store.get(path)
    roster, version = read_import(snapshot)
    if roster.state is not ImportState.SCANNING or event.chunks != roster.chunks:
        return Decision()
    lines = read_lines(reader(deps.files, roster), event.offset, roster.size)
    try:
        cut = list(islice(cut_chunks(lines, event), CHUNKS_PER_RUN))
    except FinalError as error:
        return file_lost(event.import_id, version, error, call.now)
    chunks = [chunk for chunk, _ in cut]
    total = event.chunks + len(chunks)
    ended = len(chunks) < CHUNKS_PER_RUN or _end(chunks[-1]) >= roster.size
    following = (
        ImportAdvanced(import_id=event.import_id)
        if ended
        else RosterScanned(import_id=event.import_id, offset=_end(chunks[-1]), line=cut[-1][1], chunks=total)
    )
    state = ImportState.READING if ended else ImportState.SCANNING
    return Decision(
        writes=[Merge(path, {"state": state, "chunks": total, "updated_at": call.now}, expect=version)],
        events=[*(Emit(chunk, key=str(chunk.number)) for chunk in chunks), Emit(following)],
    )


def cut_chunks(lines: Iterator[Line], event: RosterScanned) -> Iterator[tuple[ChunkCut, int]]:
    """Chunks, each with the number of the line behind it."""
    number, first = event.chunks, event.line
    while batch := [(line.start, line.end) for line in islice(lines, LINES_PER_CHUNK)]:
        start, end = batch[0][0], batch[-1][1]
        following = first + len(batch)
        yield (
            ChunkCut(import_id=event.import_id, number=number, start=start, length=end - start, first_line=first),
            following,
        )
        number, first = number + 1, following


def _end(chunk: ChunkCut) -> int:
    return chunk.start + chunk.length
