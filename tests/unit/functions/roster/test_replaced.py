"""A file that changes under the reader's hands: nothing is mixed, the sender is told, the newer is read by itself."""

from dataclasses import replace

from belajar.ports import FileStat
from functions.roster.receive import import_id_of
from schemas.events import ChunkCut, RosterScanned


def test_a_file_replaced_while_its_head_is_read_is_refused_with_a_sentence(roster, file_of, pupil):
    class Replaced:
        def stat(self, bucket, name):
            return FileStat(1000, "older")

        def read(self, *place):
            return roster.files.read(*place)

    event = roster.put(file_of(pupil()))
    roster.deps = replace(roster.deps, files=Replaced())
    assert roster.deliver(event, "e")[0].word == "refused"
    assert "Kirim lagi" in roster.imported(import_id_of(event))["refused_detail"]


def test_a_file_replaced_between_two_steps_refuses_the_import(roster, file_of, pupil):
    event = roster.put(file_of(pupil()))
    _, [(scan_id, scanned)] = roster.deliver(event, "e")
    _, [(chunk_id, chunk), _] = roster.deliver(scanned, scan_id)
    assert isinstance(scanned, RosterScanned)
    assert isinstance(chunk, ChunkCut)
    newer = roster.put(file_of(pupil(nama="Nama Lain")), event.name)
    assert roster.deliver(chunk, chunk_id)[0].word == "refused"
    document = roster.imported(chunk.import_id)
    assert (document["state"], document["refused_reason"]) == ("refused", "replaced_file")
    assert "Kirim lagi" in document["refused_detail"]
    roster.drain(newer, "newer")
    assert roster.person()["nama"] == "Nama Lain"


def test_two_rows_for_one_person_do_not_take_turns_at_every_import_of_one_content(roster, file_of, pupil):
    filler = [pupil(number) for number in range(1, 200)]
    content = file_of(pupil(0, rombel="4A"), *filler, pupil(0, rombel="9Z"))
    classes = []
    for _ in range(4):
        import_id = roster.read(content)
        classes.append(roster.person()["rombel"])
        assert [row["kolom"] for row in roster.rejects(import_id)] == ["sumber_id"]
    assert len(set(classes)) == 1
