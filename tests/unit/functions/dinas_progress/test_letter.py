"""A letter is what its bytes are; and only the request that waits for it takes it."""

from dataclasses import replace

import pytest

from belajar.decision import Decision
from belajar.embedded.files import FolderFiles
from belajar.errors import FinalError, Reason
from functions.dinas_progress.letter import letter_uploaded
from schemas.events import LetterUploaded

NOMOR = "0123456789abcdef"
NAME = f"surat/{NOMOR}/fedcba9876543210"
PDF = b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 400 + b"startxref\n8123\n%%EOF\n"


@pytest.fixture
def upload(deps, call):
    """What the step decides about an object with these bytes."""

    def decide(data: bytes, **changed: str) -> Decision:
        deps.files.write("letters", NAME, data)
        generation = deps.files.stat("letters", NAME).generation
        facts = {"bucket": "letters", "name": NAME, "generation": generation}
        return letter_uploaded(LetterUploaded.model_validate(facts | changed), call(), deps)

    return decide


def test_a_good_letter_goes_to_review(put_request, upload, carried, clock):
    put_request(catatan="Berkas surat terlalu besar.")
    request, told = carried(upload(PDF))
    assert (request.state, request.letter, request.catatan) == ("in_review", NAME, None)
    assert request.changed_at == clock.now()
    assert told == [{"nomor": NOMOR, "state": "in_review"}]


@pytest.mark.parametrize(("data", "reason", "word"), [
    (b"#!/bin/sh\necho\n", Reason.NOT_A_LETTER, "PDF"),
    (b"", Reason.NOT_A_LETTER, "PDF"),
    (PDF[:-8], Reason.NOT_A_LETTER, "PDF"),
    (b"%PDF-1.4\n<script>" + PDF[9:], Reason.NOT_A_LETTER, "PDF"),
    (PDF[:-6] + b"\n" * (5 * 1024 * 1024) + PDF[-6:], Reason.LETTER_TOO_LARGE, "5 MB"),
], ids=["script", "empty", "half", "with a script inside", "too large"])  # fmt: skip
def test_what_is_no_letter_is_recorded_and_the_request_goes_on_waiting(
    put_request, upload, carried, data, reason, word
):
    put_request()
    decision = upload(data)
    request, told = carried(decision)
    assert decision.refused is reason
    assert (request.state, request.letter) == ("awaiting_letter", None)
    assert word in request.catatan
    assert told == [{"nomor": NOMOR, "state": "awaiting_letter"}]


@pytest.mark.parametrize("changed", [
    {"generation": "1"}, {"name": f"surat/{NOMOR}/fedcba9876543211"},
    {"name": f"surat/{NOMOR}/../x"}, {"name": f"surat/{NOMOR}"}, {"name": f"surat/{'f' * 16}/fedcba9876543210"},
])  # fmt: skip
def test_a_foreign_or_replaced_object_is_ignored(put_request, upload, changed):
    put_request()
    assert upload(PDF, **changed) == Decision()


def test_a_letter_in_another_bucket_is_ignored(put_request, deps, call):
    put_request()
    deps.files.write("rosters", NAME, PDF)
    generation = deps.files.stat("rosters", NAME).generation
    event = LetterUploaded(bucket="rosters", name=NAME, generation=generation)
    assert letter_uploaded(event, call(), deps) == Decision()


def test_a_letter_that_is_replaced_while_it_is_read_is_not_taken(put_request, deps, call, tmp_path):
    class Swapping(FolderFiles):
        def stat(self, bucket, name):
            seen = super().stat(bucket, name)
            self.write(bucket, name, PDF)
            return seen

    put_request()
    deps.files.write("letters", NAME, PDF)
    generation = deps.files.stat("letters", NAME).generation
    event = LetterUploaded(bucket="letters", name=NAME, generation=generation)
    with pytest.raises(FinalError) as refused:
        letter_uploaded(event, call(), replace(deps, files=Swapping(tmp_path / "buckets")))
    assert refused.value.reason is Reason.REPLACED_FILE


@pytest.mark.parametrize("state", ["awaiting_code", "in_review", "approved", "refused", "expired", "done"])
def test_a_letter_that_nobody_waits_for_is_ignored(put_request, upload, state):
    put_request(state=state)
    assert upload(PDF) == Decision()


def test_a_letter_of_an_unknown_request_is_ignored(upload):
    assert upload(PDF) == Decision()
