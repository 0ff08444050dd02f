"""Scanning: chunks that together are the file, whatever its size, and an end that is told once."""

from hypothesis import given
from hypothesis import strategies as st

from functions.roster.lines import read_lines
from functions.roster.scan import CHUNKS_PER_RUN, LINES_PER_CHUNK, cut_chunks, scan
from schemas.events import ChunkCut, ImportAdvanced, RosterScanned

ID = "0" * 32


def cut(content: bytes, start: int = 0, line: int = 2) -> list[ChunkCut]:
    lines = read_lines(lambda begin, length: content[begin : begin + length], start, len(content))
    return [chunk for chunk, _ in cut_chunks(lines, RosterScanned(import_id=ID, offset=start, line=line, chunks=0))]


def numbered(content: bytes, chunks: list[ChunkCut]) -> list[tuple[int, bytes | None]]:
    """Line number and content of everything in the chunks, as the reader of chunks sees them."""
    seen = []
    for chunk in chunks:
        part = content[chunk.start : chunk.start + chunk.length]
        lines = read_lines(lambda begin, length, part=part: part[begin : begin + length], 0, len(part))
        seen += [(number, line.content) for number, line in enumerate(lines, start=chunk.first_line)]
    return seen


@given(st.integers(0, 2 * LINES_PER_CHUNK + 3), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_chunks_hold_every_line_once_under_its_number(count, newline, closed):
    rows = [b"row %d" % number for number in range(count)]
    content = newline.join(rows) + (newline if closed and rows else b"")
    chunks = cut(content)
    assert numbered(content, chunks) == list(enumerate(rows, start=2))
    assert [chunk.number for chunk in chunks] == list(range(-(-count // LINES_PER_CHUNK)))


def test_a_file_of_5000_rows_may_be_cut_at_every_row():
    rows = [b"%d;%s" % (number, b"x" * (number % 90)) for number in range(5000)]
    content = b"header\n" + b"\r\n".join(rows)
    expected = list(enumerate(rows, start=2))
    offset, line = len(b"header\n"), 2
    for done, row in enumerate(rows):
        if done % 97 == 0:
            assert numbered(content, cut(content, offset, line)) == expected[done:]
        offset, line = offset + len(row) + 2, line + 1


def test_a_long_file_is_scanned_over_several_runs_without_a_seam(roster, file_of):
    rows = [b"row %d" % number for number in range(CHUNKS_PER_RUN * LINES_PER_CHUNK + 5)]
    event = roster.put(content := file_of(*rows))
    _, [(scan_id, scanned)] = roster.deliver(event, "e")
    _, first = roster.deliver(scanned, scan_id)
    *chunks, (rest_id, rest) = first
    assert len(chunks) == CHUNKS_PER_RUN
    assert roster.imported(rest.import_id)["state"] == "scanning"
    _, second = roster.deliver(rest, rest_id)
    assert [type(following) for _, following in second] == [ChunkCut, ImportAdvanced]
    everything = [following for _, following in (*chunks, second[0])]
    assert numbered(content, everything) == list(enumerate(rows, start=2))
    told = roster.imported(rest.import_id)
    assert (told["state"], told["chunks"]) == ("reading", CHUNKS_PER_RUN + 1)


def test_a_file_that_ends_with_the_last_chunk_of_a_run_has_ended(roster, file_of):
    event = roster.put(file_of(*[b"row"] * (CHUNKS_PER_RUN * LINES_PER_CHUNK)))
    _, [(scan_id, scanned)] = roster.deliver(event, "e")
    _, following = roster.deliver(scanned, scan_id)
    assert isinstance(following[-1][1], ImportAdvanced)
    assert roster.imported(scanned.import_id)["chunks"] == CHUNKS_PER_RUN


def test_an_old_event_under_a_new_id_cuts_nothing_twice(roster, file_of):
    event = roster.put(file_of(*[b"row"] * (CHUNKS_PER_RUN * LINES_PER_CHUNK + 1)))
    _, [(scan_id, scanned)] = roster.deliver(event, "e")
    _, [*_, (rest_id, rest)] = roster.deliver(scanned, scan_id)
    assert roster.deliver(scanned, "replayed")[0].word == "nothing"
    roster.deliver(rest, rest_id)
    assert roster.deliver(rest, "replayed too")[0].word == "nothing"


def test_of_two_scans_at_the_same_time_one_cuts(roster, file_of):
    event = roster.put(file_of(b"row"))
    _, [(scan_id, scanned)] = roster.deliver(event, "e")
    cuts = []
    roster.deps = roster.overtaken("imports", lambda: cuts.extend(roster.deliver(scanned, scan_id)[1]))
    outcome, events = roster.deliver(scanned, "replayed")
    assert (len(cuts), outcome.word, events) == (2, "nothing", [])


def test_the_decision_of_a_full_run_and_of_the_worst_chunk_fit_into_one_commit(roster, file_of):
    event = roster.put(file_of(*[b"row"] * (CHUNKS_PER_RUN * LINES_PER_CHUNK)))
    _, [(_, scanned)] = roster.deliver(event, "e")
    decision = scan(scanned, roster_call(roster), roster.deps)
    ledger_and_outbox, progress = 2, 1
    assert len(decision.writes) + ledger_and_outbox <= 450
    assert 3 * LINES_PER_CHUNK + progress + ledger_and_outbox <= 450


def roster_call(roster):
    from belajar.decision import Call

    return Call("e2", "case", roster.clock.now())
