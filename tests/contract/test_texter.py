"""HttpTexter against the local gateway, and against answers that it never gives."""

import socket
import threading

import pytest
from werkzeug.wrappers import Request, Response

from belajar.cloud.texter import HttpTexter
from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from belajar.ports import Text
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from tests.support.clock import ManualClock
from tests.support.serving import serving

TOKEN = "gateway-token"
NUMBER = "+6281234567890"
BODY = "Akun belajar: kode 314159"


def text(to=NUMBER, id="nomor-1"):  # noqa: A002
    return Text(id, to, BODY)


@pytest.fixture
def inbox(tmp_path):
    return TextInbox(tmp_path / "texts.sqlite")


@pytest.fixture
def texter(inbox):
    with serving(texts_app(inbox, TOKEN, ManualClock())) as url:
        texter = HttpTexter(f"{url}/messages", TOKEN)
        yield texter
        texter.close()


@pytest.fixture
def answered():
    """What comes of sending to a server that always answers so; and the requests it got."""

    def answered(response):
        seen = []

        @Request.application
        def app(request):
            request.get_data()
            seen.append(request)
            return response

        with serving(app) as url:
            texter = HttpTexter(f"{url}/send", TOKEN)
            error = None
            try:
                texter.send(text())
            except RetryableError as caught:
                error = caught
            finally:
                texter.close()
        return error, seen

    return answered


def test_a_text_arrives_as_it_was_sent(texter, inbox):
    texter.send(text())

    [taken] = inbox.texts()
    assert (taken.key, taken.recipient, taken.body, taken.copies) == ("nomor-1", NUMBER, BODY, 1)
    assert texter.counts == {"texts": 1}


def test_a_text_that_is_sent_again_under_its_id_goes_out_once(texter, inbox):
    for _ in range(3):
        texter.send(text())

    [taken] = inbox.texts()
    assert taken.copies == 3


def test_a_number_that_the_gateway_refuses_is_final(texter, inbox):
    with pytest.raises(FinalError) as caught:
        texter.send(text("+6281234560000"))
    assert str(caught.value) == "number_refused: HTTP 422"
    assert inbox.texts() == []
    assert not texter.counts


def test_a_gateway_that_is_busy_is_retryable(texter, inbox):
    with pytest.raises(RetryableError) as caught:
        texter.send(text("+6281234561111"))
    assert str(caught.value) == "text_unavailable: HTTP 503"
    assert inbox.texts() == []


def test_no_answer_after_the_text_was_taken_leaves_the_outcome_open_and_a_retry_sends_nothing_twice(texter, inbox):
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            texter.send(text("+6281234563333"))

    [taken] = inbox.texts()
    assert taken.copies == 2


def test_no_answer_without_taking_looks_the_same_to_us(texter, inbox):
    with pytest.raises(OutcomeUnknownError):
        texter.send(text("+6281234562222"))
    assert inbox.texts() == []


def test_an_answer_that_does_not_come_in_time_leaves_the_outcome_open():
    release = threading.Event()

    @Request.application
    def app(request):
        request.get_data()
        release.wait(60)
        return Response(status=202)

    with serving(app) as url:
        with pytest.raises(OutcomeUnknownError) as caught:
            HttpTexter(url, TOKEN, timeout_seconds=0.05).send(text())
        release.set()
    assert str(caught.value) == "outcome_unknown: ReadTimeout"


def test_nobody_listening_means_that_nothing_was_sent():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/send"
        with pytest.raises(RetryableError) as caught:
            HttpTexter(url, TOKEN).send(text())
    assert str(caught.value) == "text_unavailable: ConnectionError"


def test_a_wrong_token_of_ours_is_not_the_fault_of_the_number(inbox):
    with serving(texts_app(inbox, TOKEN, ManualClock())) as url, pytest.raises(RetryableError) as caught:
        HttpTexter(f"{url}/messages", "another").send(text())
    assert str(caught.value) == "text_unavailable: HTTP 401"


@pytest.mark.parametrize("status", [301, 401, 403, 405, 409, 429, 500, 502, 503, 504])
def test_every_other_answer_is_retryable_and_repeats_only_the_number(answered, status):
    error, seen = answered(Response(f"about {NUMBER}", status, headers={"Location": "/elsewhere"}))

    assert error.reason is Reason.TEXT_UNAVAILABLE
    assert str(error) == f"text_unavailable: HTTP {status}"
    assert len(seen) == 1


@pytest.mark.parametrize("status", [400, 404, 422])
def test_answers_about_the_number_are_final(answered, status):
    with pytest.raises(FinalError, match=f"^number_refused: HTTP {status}$"):
        answered(Response(f"about {NUMBER}", status))


def test_the_request_is_the_one_that_gateways_are_told_of(answered):
    error, [request] = answered(Response(status=200))

    assert error is None
    assert (request.method, request.path) == ("POST", "/send")
    assert request.json == {"id": "nomor-1", "to": NUMBER, "text": BODY}
    assert request.headers["Idempotency-Key"] == "nomor-1"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
