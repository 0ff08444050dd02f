"""TwilioTexter: Twilio's form, and what Twilio's answers mean."""

import json

import pytest
from werkzeug.wrappers import Request, Response

from belajar.cloud.texter_twilio import TwilioTexter
from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from tests.support.clock import ManualClock
from tests.support.serving import serving
from tests.support.texters import ACCOUNT, BODY, KEY, NUMBER, SENDER, SERVICE, TOKEN, text

TEXT = text()


@pytest.fixture
def inbox(tmp_path):
    return TextInbox(tmp_path / "texts.sqlite")


@pytest.fixture
def gateway(inbox):
    with serving(texts_app(inbox, TOKEN, ManualClock())) as url:
        yield url


@pytest.fixture
def answered():
    """What comes of sending to a server that always answers so; and the requests it got."""

    def answered(response, sent=TEXT, sender=SENDER):
        seen = []

        @Request.application
        def app(request):
            seen.append((request, dict(request.form)))
            return response

        with serving(app) as url:
            texter = TwilioTexter(ACCOUNT, sender, KEY, TOKEN, url=url)
            error = None
            try:
                texter.send(sent)
            except (FinalError, RetryableError) as caught:
                error = caught
            finally:
                texter.close()
        return error, seen

    return answered


def said(status, code):
    body = {"code": code, "message": f"about {NUMBER}", "more_info": "", "status": status}
    return Response(json.dumps(body), status, content_type="application/json")


def test_the_request_is_the_one_that_twilio_documents(answered):
    error, [(request, form)] = answered(Response(status=201))

    assert error is None
    assert (request.method, request.path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
    assert request.mimetype == "application/x-www-form-urlencoded"
    assert (request.authorization.username, request.authorization.password) == (KEY, TOKEN)
    assert form == {"To": NUMBER, "From": SENDER, "Body": BODY}


@pytest.mark.parametrize(
    ("sender", "field"),
    [(SERVICE, "MessagingServiceSid"), ("Belajar ID", "From"), ("MGMP Pusat", "From"), (SENDER, "From")],
)
def test_the_sender_is_a_service_a_name_or_a_number(answered, sender, field):
    _, [(_, form)] = answered(Response(status=201), sender=sender)
    assert form == {"To": NUMBER, field: sender, "Body": BODY}


@pytest.mark.parametrize(("seconds", "told"), [(600, "600"), (36_000, "36000"), (36_001, "36000"), (1, "1"), (0, "1")])
def test_a_time_of_validity_stays_within_what_twilio_takes(answered, seconds, told):
    _, [(_, form)] = answered(Response(status=201), text(valid_seconds=seconds))
    assert form["ValidityPeriod"] == told


@pytest.mark.parametrize("seconds", [None, 0, 600, 10**6])
def test_what_we_ask_for_is_taken_by_the_local_gateway_in_twilios_form(gateway, inbox, seconds):
    texter = TwilioTexter(ACCOUNT, SERVICE, ACCOUNT, TOKEN, url=f"{gateway}/")
    texter.send(text(valid_seconds=seconds))
    texter.close()
    assert len(inbox.texts()) == 1


def test_twilio_has_no_idempotency_so_a_text_that_is_sent_again_goes_out_again(gateway, inbox):
    texter = TwilioTexter(ACCOUNT, SENDER, KEY, TOKEN, url=gateway)
    for _ in range(2):
        texter.send(text())
    texter.close()
    assert len(inbox.texts()) == 2


@pytest.mark.parametrize("code", [21211, 21214, 21217, 21265, 21610, 21614, 21635])
def test_codes_about_the_number_are_final(answered, code):
    error, _ = answered(said(400, code))
    assert isinstance(error, FinalError)
    assert str(error) == f"number_refused: HTTP 400, Twilio {code}"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, 21408),  # our account may not send to Indonesia
        (400, 21612),  # our sender may not
        (400, 21606),
        (400, 21608),  # trial account
        (400, 21617),
        (400, 21624),
        (401, 20003),
        (402, 20005),
        (403, 20403),
        (404, 20404),  # no such account
        (429, 20429),
        (429, 14107),
        (503, 20503),
    ],
)
def test_what_an_engineer_or_time_must_mend_is_retryable_and_surely_not_taken(answered, status, code):
    error, seen = answered(said(status, code))
    assert type(error) is RetryableError
    assert str(error) == f"text_unavailable: HTTP {status}, Twilio {code}"
    assert len(seen) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 504, 520])
def test_a_server_that_breaks_down_may_have_taken_the_text(answered, status):
    error, seen = answered(said(status, 20500))
    assert type(error) is OutcomeUnknownError
    assert str(error) == f"outcome_unknown: HTTP {status}, Twilio 20500"
    assert len(seen) == 1


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", '"x"', "null", "{}", '{"code": "+6281234567890"}', '{"code": null}']
)
def test_an_answer_without_a_code_is_known_by_its_status(answered, body):
    error, _ = answered(Response(body, 400, content_type="application/json"))
    assert error.reason is Reason.TEXT_UNAVAILABLE
    assert str(error) == "text_unavailable: HTTP 400"


def test_a_redirection_is_not_followed_with_our_credentials(answered):
    error, seen = answered(Response(status=307, headers={"Location": "/elsewhere"}))
    assert str(error) == "text_unavailable: HTTP 307"
    assert len(seen) == 1
