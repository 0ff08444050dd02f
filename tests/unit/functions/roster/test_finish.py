"""The end of an import: totals once, rejects joined, nothing before the last chunk."""

from belajar.ports import Merge
from belajar.progress import SHARDS
from functions.roster.chunk import NEARLY, nearly_done
from functions.roster.rejects import HEADER, VOLUME_BYTES, join_parts, part_name
from schemas.events import ImportAdvanced
from schemas.imports import ROW_COUNTS, Import


def test_totals_and_rejects_are_taken_when_the_last_chunk_is_read(roster, file_of, pupil):
    rows = [pupil(number) for number in range(150)]
    rows[3] = rows[3] | {"npsn": "1"}
    rows[149] = rows[149] | {"email_pribadi": "-"}
    import_id = roster.read(file_of(*rows))
    ended = roster.imported(import_id)
    assert (ended["state"], ended["rejects"]) == ("finished", f"rejects/{import_id}.csv")
    assert ended["totals"] == dict.fromkeys(ROW_COUNTS, 0) | {
        "rows_read": 150,
        "accepted": 149,
        "rejected": 1,
        "warnings": 1,
        "created": 149,
        "requested": 149,
    }
    told = [(p["baris"], p["kolom"], p["tingkat_masalah"], p["sumber_id"]) for p in roster.rejects(import_id)]
    assert told == [
        ("5", "npsn", "ditolak", rows[3]["sumber_id"]),
        ("151", "email_pribadi", "peringatan", rows[149]["sumber_id"]),
    ]


def test_an_import_without_rejects_has_no_file(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil()))
    assert roster.imported(import_id)["rejects"] is None
    assert roster.files.list("rosters", "rejects/") == []


def test_nothing_is_finished_while_a_chunk_is_missing(roster, file_of, pupil):
    event = roster.put(file_of(*[pupil(number) for number in range(150)]))
    _, [(scan_id, scanned)] = roster.deliver(event, "e")
    _, [(first_id, first), (second_id, second), (early_id, early)] = roster.deliver(scanned, scan_id)
    roster.drain(early, early_id)
    roster.drain(first, first_id)
    assert roster.imported(first.import_id)["state"] == "reading"
    roster.drain(second, second_id)
    assert roster.imported(first.import_id)["state"] == "finished"


def test_finishing_again_changes_nothing(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil(), b"half;line"))
    before = roster.imported(import_id)
    roster.clock.advance(hours=1)
    outcome, _ = roster.deliver(ImportAdvanced(import_id=import_id), "once more")
    assert outcome.word == "nothing"
    assert roster.imported(import_id) == before


def test_rejects_over_a_volume_go_on_in_the_next_each_with_the_header(roster):
    part = b"1;;ditolak;x;;\n" * (VOLUME_BYTES // 31)
    for number in range(5):
        roster.files.write("rosters", part_name("0" * 32, number), part)
    assert join_parts(roster.files, "rosters", "0" * 32) == f"rejects/{'0' * 32}.csv"
    names = [name for name in roster.files.list("rosters", "rejects/") if name.count("/") == 1]
    assert names == [f"rejects/{'0' * 32}{suffix}.csv" for suffix in ("-02", "-03", "")]
    volumes = [roster.files.read("rosters", name, 0, 2 * VOLUME_BYTES) for name in names]
    assert all(volume.startswith(HEADER) and len(volume) <= VOLUME_BYTES for volume in volumes)
    assert sum(volume.count(b"\n") - 1 for volume in volumes) == 5 * part.count(b"\n")


def test_the_end_is_looked_for_only_near_the_end(roster, file_of, pupil):
    import_id = roster.read(file_of(pupil()))
    reading = Import.model_validate(roster.imported(import_id) | {"state": "reading", "chunks": 1600})
    [none] = roster.store.get("stats/none")
    assert not nearly_done(reading, 0, none)
    assert nearly_done(reading.model_copy(update={"chunks": NEARLY * SHARDS}), 0, none)
    assert not nearly_done(reading.model_copy(update={"chunks": NEARLY * SHARDS + 1}), 0, none)
    assert not nearly_done(Import.model_validate(roster.imported(import_id)), 0, none)


def test_an_import_that_was_given_up_in_the_same_moment_is_not_finished(roster, file_of, pupil):
    event = roster.put(file_of(pupil()))
    _, [(scan_id, scanned)] = roster.deliver(event, "e")
    _, [(chunk_id, chunk), (_, advanced)] = roster.deliver(scanned, scan_id)
    roster.deliver(chunk, chunk_id)
    replayed = Merge(f"imports/{chunk.import_id}", {"state": "replayed"})
    roster.deps = roster.overtaken("imports", lambda: roster.store.commit([replayed]))
    assert roster.deliver(advanced, "now")[0].word == "nothing"
    assert roster.imported(chunk.import_id)["state"] == "replayed"
