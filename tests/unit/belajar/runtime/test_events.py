"""What one push is answered with, and what the log says of it."""

import base64
import json

import flask
import pytest
from werkzeug.test import EnvironBuilder

from belajar.decision import Decision
from belajar.errors import FinalError, PreconditionError, Reason, RetryableError
from belajar.runtime.events import LATE_ATTEMPT, EventFunction
from belajar.runtime.run import Runtime
from schemas.events import ImportAdvanced
from tests.support.ports import Fuse, FusedStore

ATTRIBUTES = {"ce-id": "e1", "ce-type": ImportAdvanced.type}
DATA = base64.b64encode(ImportAdvanced(import_id="0" * 32).model_dump_json().encode()).decode()


@pytest.fixture
def push(runtime, capsys):
    """One push to a function with this step; gives the status and the line in the log."""

    def make(step=lambda *_: Decision(), attempt: int = 1, attributes=ATTRIBUTES, store=runtime.store):
        used = Runtime(store, runtime.bus, runtime.clock)
        function = EventFunction("make", {ImportAdvanced: step}, lambda: used, lambda: None)
        body = {"message": {"attributes": attributes, "data": DATA}, "deliveryAttempt": attempt}
        request = flask.Request(EnvironBuilder(path="/", method="POST", json=body).get_environ())
        _, status = function.handle(request)
        return status, json.loads(capsys.readouterr().out or "{}")

    return make


@pytest.mark.parametrize(
    ("reason", "attempt", "severity"),
    [
        (Reason.STORE_UNAVAILABLE, 1, "WARNING"),
        (Reason.STORE_UNAVAILABLE, LATE_ATTEMPT, "ERROR"),
        (Reason.DIRECTORY_BLOCKED, 1, "ERROR"),
    ],
)
def test_what_will_not_pass_by_itself_is_told_long_before_the_dead_letters(push, reason, attempt, severity):
    def fail(*_):
        raise RetryableError(reason)

    status, line = push(fail, attempt)
    assert (status, line["severity"], line["reason"]) == (503, severity, reason.value)


def test_a_quarantine_that_is_contended_asks_for_the_push_again(push, store):
    class Contended(FusedStore):
        def commit(self, writes):
            raise PreconditionError

    assert push(attributes={"ce-type": "id.belajar.unknown.v1"}, store=Contended(store, Fuse()))[0] == 503
    assert push(attributes={"ce-type": "id.belajar.unknown.v1"})[0] == 204


def test_what_went_wrong_outside_is_logged_beside_the_reason(push):
    def fail(*_):
        raise RetryableError(Reason.DIRECTORY_BLOCKED, "403 domainUserLimitExceeded")

    assert push(fail)[1]["detail"] == "403 domainUserLimitExceeded"


def test_what_the_other_side_said_to_a_refusal_is_logged_too(push):
    line = push(lambda *_: Decision(refused=Reason.MAILBOX_REFUSED, detail="550 5.1.1"))[1]
    assert (line["outcome"], line["reason"], line["detail"]) == ("refused", "mailbox_refused", "550 5.1.1")


def test_a_refusal_that_says_no_more_of_itself_says_nothing_of_what_was_read(push):
    def fail(*_):
        raise FinalError(Reason.UNKNOWN_COLUMN, "Siti Rekaan")

    assert "detail" not in push(fail)[1]


def test_of_an_unknown_fault_the_log_tells_kind_and_place_and_never_its_text(push):
    def fail(*_):
        raise ValueError("what a person typed")

    status, line = push(fail)
    assert (status, line["outcome"], line["reason"]) == (503, "crashed", "ValueError")
    assert line["detail"].startswith("belajar.runtime.")
    assert "typed" not in str(line)
