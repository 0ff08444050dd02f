"""The local gateway in Twilio's form: what it refuses, in Twilio's words."""

import pytest
from werkzeug.test import Client

from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from tests.support.clock import ManualClock

ACCOUNT = "AC" + "0a" * 16
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
FORM = {"To": "+6281234567890", "From": "+6281100000001", "Body": "Akun belajar: kode 314159"}


@pytest.fixture
def inbox(tmp_path):
    return TextInbox(tmp_path / "texts.sqlite")


@pytest.fixture
def post(inbox):
    client = Client(texts_app(inbox, "t", ManualClock()))

    def post(user=ACCOUNT, password="t", **fields):
        form = {key: value for key, value in (FORM | fields).items() if value is not None}
        return client.post(PATH, data=form, auth=(user, password))

    return post


def test_a_message_is_queued_and_stands_in_the_inbox_under_its_sid(post, inbox):
    answer = post(ValidityPeriod="600")
    assert (answer.status_code, answer.json["status"], answer.json["error_code"]) == (201, "queued", None)
    [text] = inbox.texts()
    assert (text.key, text.recipient, text.valid_seconds) == (answer.json["sid"], FORM["To"], 600)


def test_a_messaging_service_stands_for_the_sender_and_an_api_key_for_the_account(post):
    assert post(user="SK" + "1b" * 16, From=None, MessagingServiceSid="MG" + "2c" * 16).status_code == 201


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"user": "AC" + "ff" * 16}, 401, 20003),
        ({"password": "x"}, 401, 20003),
        ({"password": ""}, 401, 20003),
        ({"To": None}, 400, 21604),
        ({"From": None}, 400, 21603),
        ({"Body": None}, 400, 21602),
        ({"Body": "x" * 1601}, 400, 21617),
        ({"To": "081234567890"}, 400, 21211),
        ({"To": "6281234567890"}, 400, 21211),
        ({"ValidityPeriod": "0"}, 400, 21624),
        ({"ValidityPeriod": "36001"}, 400, 21624),
        ({"ValidityPeriod": "sebentar"}, 400, 21624),
        ({"MediaUrl": "https://example.com/x.png"}, 400, 20001),
        ({"To": "+6281234560000"}, 400, 21614),
        ({"To": "+6281234561111"}, 503, 20503),
    ],
)
def test_a_request_is_refused_with_twilios_code_and_nothing_goes_out(post, inbox, fields, status, code):
    answer = post(**fields)
    assert (answer.status_code, answer.json["code"], answer.json["status"]) == (status, code, status)
    assert inbox.texts() == []


def test_without_credentials_nothing_is_taken(inbox):
    client = Client(texts_app(inbox, "t", ManualClock()))
    assert client.post(PATH, data=FORM).status_code == 401
    assert client.post(PATH, data=FORM, headers={"Authorization": "Bearer t"}).status_code == 401
    assert inbox.texts() == []
