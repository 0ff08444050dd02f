"""The Texter port: both adapters against the local gateway, and against a server that misbehaves."""

import logging
import socket
import threading

import pytest
from werkzeug.wrappers import Request, Response

from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from belajar.ports import Texter
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from tests.support.clock import ManualClock
from tests.support.serving import serving
from tests.support.texters import BODY, KINDS, NUMBER, TOKEN, text, texter_at


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def inbox(tmp_path):
    return TextInbox(tmp_path / "texts.sqlite")


@pytest.fixture
def gateway(inbox):
    with serving(texts_app(inbox, TOKEN, ManualClock())) as url:
        yield url


@pytest.fixture
def texter(gateway, kind):
    texter = texter_at(kind, gateway)
    port: Texter = texter
    yield port
    texter.close()


def test_a_text_arrives_as_it_was_sent(texter, inbox):
    texter.send(text())

    [taken] = inbox.texts()
    assert (taken.recipient, taken.body, taken.copies, taken.valid_seconds) == (NUMBER, BODY, 1, None)
    assert texter.counts == {"texts": 1}


@pytest.mark.parametrize(("valid_seconds", "told"), [(600, 600), (1, 1), (0, 1), (-5, 1)])
def test_the_gateway_is_told_how_long_a_text_is_worth_sending(texter, inbox, valid_seconds, told):
    texter.send(text(valid_seconds=valid_seconds))
    assert [taken.valid_seconds for taken in inbox.texts()] == [told]


def test_a_number_that_the_gateway_refuses_is_final(texter, inbox):
    with pytest.raises(FinalError) as caught:
        texter.send(text("+6281234560000"))
    assert caught.value.reason is Reason.NUMBER_REFUSED
    assert inbox.texts() == []
    assert not texter.counts


def test_a_gateway_that_is_busy_has_surely_not_taken_the_text(texter, inbox):
    with pytest.raises(RetryableError) as caught:
        texter.send(text("+6281234561111"))
    assert caught.value.reason is Reason.TEXT_UNAVAILABLE
    assert inbox.texts() == []
    assert not texter.counts


@pytest.mark.parametrize(("to", "taken"), [("+6281234562222", 0), ("+6281234563333", 1)])
def test_no_answer_leaves_the_outcome_open_whether_the_text_was_taken_or_not(texter, inbox, to, taken):
    with pytest.raises(OutcomeUnknownError):
        texter.send(text(to))
    assert len(inbox.texts()) == taken
    assert not texter.counts


def test_an_answer_that_does_not_come_in_time_leaves_the_outcome_open(kind):
    release = threading.Event()

    @Request.application
    def app(request):
        request.get_data()
        release.wait(60)
        return Response(status=202)

    with serving(app) as url:
        texter = texter_at(kind, url, timeout_seconds=0.05)
        with pytest.raises(OutcomeUnknownError) as caught:
            texter.send(text())
        release.set()
        texter.close()
    assert str(caught.value) == "outcome_unknown: ReadTimeout"


def test_nobody_listening_means_that_nothing_was_sent(kind):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        texter = texter_at(kind, f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(RetryableError) as caught:
            texter.send(text())
    assert str(caught.value) == "text_unavailable: ConnectionError"


def test_a_wrong_token_of_ours_is_not_the_fault_of_the_number(gateway, inbox, kind):
    texter = texter_at(kind, gateway, token="another")
    with pytest.raises(RetryableError) as caught:
        texter.send(text())
    texter.close()
    assert caught.value.reason is Reason.TEXT_UNAVAILABLE
    assert "HTTP 401" in str(caught.value)
    assert inbox.texts() == []


def test_a_closed_texter_may_be_used_again(texter, inbox):
    texter.send(text())
    texter.close()
    texter.send(text(id="nomor-2"))
    assert len(inbox.texts()) == 2


@pytest.mark.parametrize("to", [NUMBER, "+6281234560000", "+6281234561111", "+6281234563333"])
def test_no_log_line_and_no_error_tells_the_number_the_text_or_the_token(texter, caplog, to):
    caplog.set_level(logging.DEBUG)
    try:
        texter.send(text(to))
    except (FinalError, RetryableError) as error:
        caplog.records.append(logging.makeLogRecord({"msg": f"{error!r} {error.__cause__!r}"}))
    said = " ".join(record.getMessage() for record in caplog.records)
    assert not [secret for secret in (to, to.lstrip("+"), "314159", TOKEN) if secret in said]
