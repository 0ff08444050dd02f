"""HttpTexter: its form, and answers that the local gateway never gives."""

import pytest
from werkzeug.wrappers import Request, Response

from belajar.cloud.texter import HttpTexter
from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from tests.support.clock import ManualClock
from tests.support.serving import serving
from tests.support.texters import BODY, NUMBER, TOKEN, text

TEXT = text()


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

    def answered(response, sent=TEXT):
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
                texter.send(sent)
            except RetryableError as caught:
                error = caught
            finally:
                texter.close()
        return error, seen

    return answered


def test_a_text_that_is_sent_again_under_its_id_goes_out_once(texter, inbox):
    for _ in range(3):
        texter.send(text())

    [taken] = inbox.texts()
    assert (taken.key, taken.copies) == ("nomor-1", 3)


def test_after_an_open_outcome_a_retry_sends_nothing_twice(texter, inbox):
    for _ in range(2):
        with pytest.raises(OutcomeUnknownError):
            texter.send(text("+6281234563333"))

    [taken] = inbox.texts()
    assert taken.copies == 2


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


def test_a_time_of_validity_is_told_in_seconds(answered):
    _, [request] = answered(Response(status=200), text(valid_seconds=90))
    assert request.json == {"id": "nomor-1", "to": NUMBER, "text": BODY, "ttl": 90}
