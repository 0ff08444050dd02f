"""Reads one chunk of a roster: good rows become people and requests for accounts, the others lines of the rejects."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from belajar.decision import Call, Decision, Emit
from belajar.errors import FinalError
from belajar.ports import Increment, Merge, Snapshot
from belajar.progress import SHARDS, shard_path
from functions.roster.deps import Deps, file_lost, import_path, read_import, reader
from functions.roster.lines import read_lines
from functions.roster.lookups import lookup_writes, read_old_entries
from functions.roster.plans import Context, Plan, person_path, plan, taken_by_other_row
from functions.roster.records import is_blank
from functions.roster.rejects import part_name, render
from functions.roster.rows import Form, Problem, Row, read_row, rejected
from functions.roster.sentences import DOUBLED
from schemas.events import AccountRequested, ChunkCut, Event, ImportAdvanced
from schemas.imports import Import, ImportState

NEARLY: Final = 2
"""Chunks of a shard that may be under way at once, none seeing the others' counts, without the end being missed."""


def chunk(event: ChunkCut, call: Call, deps: Deps) -> Decision:
    """Two read round trips, one commit. The progress is part of that commit, so it is exact."""
    roster, version = read_import(deps.store.get(import_path(event.import_id))[0])
    if roster.state not in (ImportState.SCANNING, ImportState.READING):
        return Decision()
    context = Context(event.import_id, roster.digest, deps.peppers, call.now)
    try:
        rows, problems = _read(event, roster, context, deps)
    except FinalError as error:
        return file_lost(event.import_id, version, error, call.now)
    shard = shard_path(event.import_id, event.number % SHARDS)
    counted, *known = deps.store.get(shard, *(person_path(row.data.sumber_id) for row in rows))
    plans, refused = _plan(rows, known, context)
    problems += refused
    _write_part(event, roster, problems, deps)
    counts = _counts(plans, problems)
    events = [Emit(_request(one, event), key=one.after.sumber_id) for one in plans if one.asks]
    if nearly_done(roster, event.number, counted):
        events.append(Emit(ImportAdvanced(import_id=event.import_id)))
    return Decision(
        writes=[
            *(one.write for one in plans if one.write),
            *lookup_writes(plans, read_old_entries(deps.store, plans), context),
            Merge(shard, {name: Increment(by) for name, by in counts.items() if by}),
        ],
        events=events,
    )


def _request(one: Plan, event: ChunkCut) -> Event:
    return AccountRequested(person_id=one.after.sumber_id, import_id=event.import_id)


def _read(event: ChunkCut, roster: Import, context: Context, deps: Deps) -> tuple[list[Row], list[Problem]]:
    """Accepted rows with sumber_id unique in the chunk, and what is wrong with the others."""
    form = Form(roster.columns, roster.delimiter, context.peppers, context.now.date())
    lines = read_lines(reader(deps.files, roster), event.start, event.start + event.length)
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=event.first_line):
        if is_blank(line.content):
            continue
        row, found = read_row(number, line.content, form)
        if row and row.data.sumber_id in rows:
            problems.append(rejected(row, "sumber_id", DOUBLED))
            continue
        if row:
            rows[row.data.sumber_id] = row
        problems += found
    return list(rows.values()), problems


def _plan(rows: list[Row], known: Sequence[Snapshot | None], context: Context) -> tuple[list[Plan], list[Problem]]:
    plans, problems = [], []
    for row, person in zip(rows, known, strict=True):
        if taken_by_other_row(row, person, context):
            problems.append(rejected(row, "sumber_id", DOUBLED))
        else:
            plans.append(plan(row, person, context))
    return plans, problems


def _write_part(event: ChunkCut, roster: Import, problems: list[Problem], deps: Deps) -> None:
    """Before the commit: a crash in between leaves a part that the retry writes again under the same name."""
    if problems:
        deps.files.write(roster.bucket, part_name(event.import_id, event.number), render(problems))


def _counts(plans: list[Plan], problems: list[Problem]) -> Counter[str]:
    """rows_read = accepted + rejected; accepted = created + changed + rekeyed + unchanged; warnings are cells."""
    refused = len({problem.line for problem in problems if not problem.warning})
    counts = Counter[str](one.kind for one in plans)
    counts.update(
        rows_read=len(plans) + refused,
        accepted=len(plans),
        rejected=refused,
        warnings=sum(problem.warning for problem in problems),
        requested=sum(one.asks for one in plans),
        chunks_done=1,
    )
    return counts


def nearly_done(roster: Import, number: int, counted: Snapshot | None) -> bool:
    """Whether this chunk may be among the last of its shard; the sweeper looks again should all have missed it."""
    if roster.state is not ImportState.READING:
        return False
    expected = len(range(number % SHARDS, roster.chunks, SHARDS))
    done: int = counted.data.get("chunks_done", 0) if counted else 0
    return done + NEARLY >= expected
