"""Shapes of refusals: what is read out of them, and what never gets out."""

import json

import pytest

from belajar.cloud.directory_errors import AbsentError, Refusal, failure, no_answer, read_refusal
from belajar.errors import (
    DirectoryBlockedError,
    DirectoryBusyError,
    DirectoryDelayedError,
    FinalError,
    OutcomeUnknownError,
    Reason,
)


def body(**error):
    return json.dumps({"error": error}).encode()


def test_the_first_reason_of_the_list_counts():
    raw = body(code=403, message="m", status="PERMISSION_DENIED", errors=[{"reason": "quotaExceeded"}, {"reason": "x"}])
    assert read_refusal(403, raw) == Refusal(403, "quotaExceeded", "m")


def test_without_a_list_the_status_word_is_the_reason():
    assert read_refusal(429, body(code=429, message="m", status="RESOURCE_EXHAUSTED")).reason == "RESOURCE_EXHAUSTED"


@pytest.mark.parametrize(
    "raw", [b"<html>Forbidden</html>", b"[]", b'"text"', b'{"error": "x"}', b"", b"\xff\xfe", b"{}"]
)
def test_a_body_of_any_other_shape_has_no_reason(raw):
    refusal = read_refusal(502, raw)
    assert (refusal.status, refusal.reason) == (502, "")


def test_an_empty_list_of_errors_is_no_reason():
    assert read_refusal(400, body(message="m", errors=[])).reason == ""


def test_the_message_decides_where_google_has_one_reason_for_all():
    kinds = {
        "Invalid Given/Family Name: FamilyName": FinalError,
        "Invalid Password": FinalError,
        "Invalid Input: INVALID_OU_ID": DirectoryBlockedError,
        "A system error has occurred": OutcomeUnknownError,
        "New domain name is not a verified secondary domain": DirectoryBlockedError,
    }
    assert {text: type(failure("insert", Refusal(400, "invalid", text))) for text in kinds} == kinds


@pytest.mark.parametrize("part", ["given_name", "familyName", "Family Name"])
def test_a_refused_name_is_told_from_other_refused_data(part):
    error = failure("insert", Refusal(400, "invalid", f"Invalid Input: {part}"))
    assert isinstance(error, FinalError)
    assert error.reason is Reason.INVALID_NAME


@pytest.mark.parametrize("status", [300, 402, 405, 410, 418, 451])
def test_an_answer_nobody_has_seen_is_for_an_engineer(status):
    assert isinstance(failure("insert", Refusal(status, "strange", "")), DirectoryBlockedError)


@pytest.mark.parametrize("status", [408, 500, 501, 502, 504, 599])
def test_a_server_error_leaves_the_outcome_of_a_write_open(status):
    for method in ("insert", "patch", "signOut"):
        assert isinstance(failure(method, Refusal(status, "", "")), OutcomeUnknownError)
    assert isinstance(failure("get", Refusal(status, "", "")), DirectoryBusyError)


def test_absent_is_an_answer_of_get_only():
    absent = Refusal(404, "notFound", "Resource Not Found: userKey")
    assert isinstance(failure("get", absent), AbsentError)
    assert isinstance(failure("insert", absent), DirectoryBlockedError)
    assert isinstance(failure("list", absent), DirectoryBlockedError)


@pytest.mark.parametrize("method", ["patch", "signOut"])
def test_a_user_who_is_to_be_changed_and_is_not_there_is_not_there_yet(method):
    absent = Refusal(404, "notFound", "Resource Not Found: userKey")
    assert isinstance(failure(method, absent), DirectoryDelayedError)
    assert isinstance(failure(method, read_refusal(404, b"<html>Not Found</html>")), DirectoryBlockedError)


@pytest.mark.parametrize("text", ["Invalid Password", "Invalid Input: password", "Password is too weak."])
def test_a_refused_password_is_the_owners_matter_at_a_change_and_ours_at_an_insert(text):
    reasons = {method: failure(method, Refusal(400, "invalid", text)).reason for method in ("patch", "insert")}
    assert reasons == {"patch": Reason.PASSWORD_REFUSED, "insert": Reason.INVALID_REQUEST}


def test_a_conflict_at_a_change_may_come_after_it_has_succeeded():
    for refusal in (Refusal(409, "conflict", ""), Refusal(409, "ABORTED", ""), Refusal(409, "duplicate", "")):
        assert isinstance(failure("patch", refusal), DirectoryDelayedError)


def test_the_page_of_a_proxy_does_not_make_a_user_absent():
    assert isinstance(failure("get", read_refusal(404, b"<html>Not Found</html>")), DirectoryBlockedError)


def test_details_hold_reason_and_status_and_nothing_of_the_message():
    error = failure("insert", Refusal(400, "invalid", "Invalid Input: siti.contoh@sd.belajar.id"))
    assert str(error) == "invalid_request: invalid 400"


@pytest.mark.parametrize("reason", ["siti.contoh@sd.belajar.id", "Siti Contoh", "x" * 41, ""])
def test_a_reason_that_is_no_code_is_not_passed_on(reason):
    assert str(failure("insert", Refusal(400, reason, ""))) == "directory_blocked: unnamed 400"


def test_silence_is_an_unknown_outcome_for_writes_only():
    assert {type(no_answer(method, "timeout")) for method in ("insert", "patch", "signOut")} == {OutcomeUnknownError}
    assert {type(no_answer(method, "timeout")) for method in ("get", "list")} == {DirectoryBusyError}
