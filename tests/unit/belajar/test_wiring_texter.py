"""Which texter the settings choose, shown on the wire of the local gateway."""

import pytest

from belajar import wiring
from belajar.cloud.texter import HttpTexter
from belajar.cloud.texter_twilio import TwilioTexter
from belajar.runtime.settings import settings
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from tests.support.clock import ManualClock
from tests.support.serving import serving
from tests.support.texters import ACCOUNT, KEY, NUMBER, SERVICE, TOKEN, text


@pytest.fixture
def inbox(tmp_path):
    return TextInbox(tmp_path / "texts.sqlite")


@pytest.fixture
def told(tmp_path, monkeypatch, inbox):
    """Puts settings into the environment; caches are empty before and after."""
    with serving(texts_app(inbox, TOKEN, ManualClock())) as url:

        def told(secret, **values):
            (tmp_path / "secret").write_text(secret)
            common = {"project": "demo-belajar", "texter_token_file": str(tmp_path / "secret")}
            for name, value in (common | values).items():
                monkeypatch.setenv(f"BELAJAR_{name.upper()}", value.replace("{url}", url))
            settings.cache_clear()
            wiring.texter.cache_clear()
            return wiring.texter()

        yield told
    settings.cache_clear()
    wiring.texter.cache_clear()


def test_a_gateway_that_takes_json_is_the_usual_one(told, inbox):
    texter = told(TOKEN, texter_url="{url}/messages")
    assert isinstance(texter, HttpTexter)
    texter.send(text())
    texter.close()
    assert [taken.recipient for taken in inbox.texts()] == [NUMBER]


def test_twilio_is_chosen_by_its_name_with_key_and_secret_from_one_file(told, inbox):
    values = {"texter_adapter": "twilio", "twilio_account_sid": ACCOUNT, "twilio_sender": SERVICE}
    texter = told(f"{KEY}:{TOKEN}\n", texter_url="{url}", **values)
    assert isinstance(texter, TwilioTexter)
    texter.send(text())
    texter.close()
    assert [taken.recipient for taken in inbox.texts()] == [NUMBER]


def test_twilio_with_a_token_alone_stops_the_start(told):
    values = {"texter_adapter": "twilio", "twilio_account_sid": ACCOUNT, "twilio_sender": SERVICE}
    with pytest.raises(ValueError, match="not user:password"):
        told(TOKEN, **values)
