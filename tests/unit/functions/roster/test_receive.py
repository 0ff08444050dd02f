"""A file arrives: one import per content, and a sentence for what cannot be one."""

from belajar.errors import Reason
from belajar.ports import Query
from functions.roster.receive import import_id_of
from schemas.events import RosterScanned


def test_a_roster_begins_an_import_with_its_form_and_asks_for_scanning(roster, file_of, pupil):
    content = b"\xef\xbb\xbf" + file_of(pupil(), delimiter=",", newline=b"\r\n")
    event = roster.put(content)
    _, [(_, scanned)] = roster.deliver(event, "e")
    begun = roster.imported(import_id_of(event))
    assert (begun["state"], begun["delimiter"], begun["size"]) == ("scanning", ",", len(content))
    offset = content.index(b"\r\n") + 2
    assert scanned == RosterScanned(import_id=import_id_of(event), offset=offset, line=2, chunks=0)


def test_a_refused_file_leaves_reason_and_sentence_and_nothing_else(roster):
    event = roster.put(b"PK\x03\x04rest")
    outcome, events = roster.deliver(event, "e")
    told = roster.imported(import_id_of(event))
    assert (outcome.word, events) == ("refused", [])
    assert (told["state"], told["refused_reason"]) == ("refused", Reason.NOT_CSV)
    assert "Simpan sebagai CSV" in told["refused_detail"]


def test_a_register_in_any_other_bucket_is_not_looked_at(roster, file_of, pupil):
    event = roster.put(file_of(pupil()))
    roster.files.write("elsewhere", event.name, file_of(pupil(email_pribadi="pencuri@lain.test")))
    outcome, events = roster.deliver(event.model_copy(update={"bucket": "elsewhere"}), "e")
    assert (outcome.decision.refused, events) == (Reason.INVALID_EVENT, [])
    assert roster.store.query(Query("imports")) == []


def test_a_file_that_is_gone_is_refused(roster, file_of, pupil):
    event = roster.put(file_of(pupil()))
    roster.files.delete("rosters", event.name)
    outcome, _ = roster.deliver(event, "e")
    assert outcome.decision.refused is Reason.MISSING_FILE


def test_the_same_content_told_again_under_another_id_begins_nothing(roster, file_of, pupil):
    event = roster.put(file_of(pupil()))
    roster.deliver(event, "e1")
    outcome, events = roster.deliver(event, "e2")
    assert (outcome.word, events) == ("nothing", [])


def test_new_content_under_the_same_name_is_a_new_import(roster, file_of, pupil):
    first, second = (roster.put(file_of(pupil()), "in/data.csv") for _ in range(2))
    assert import_id_of(first) != import_id_of(second)


def test_of_two_deliveries_at_the_same_time_one_begins_the_import(roster, file_of, pupil):
    event = roster.put(file_of(pupil()))
    began = []
    roster.deps = roster.overtaken("imports", lambda: began.extend(roster.deliver(event, "e1")[1]))
    outcome, events = roster.deliver(event, "e2")
    assert ([type(e) for _, e in began], outcome.word, events) == ([RosterScanned], "nothing", [])
