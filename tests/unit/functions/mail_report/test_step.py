import json
from datetime import UTC, datetime

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from belajar.embedded.store import SqliteStore
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from belajar.runtime.http import HttpFunction, Route
from belajar.runtime.run import Runtime
from functions.mail_report.step import Deps, laporan_surat, verify
from schemas.http import LaporanSuratRequest

KEY = b"relay key"
NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
REPORT = {"message_id": "a" * 32, "kind": "bounced", "code": "5.1.1"}


class StoppedClock:
    def now(self):
        return NOW

    def sleep(self, seconds):
        raise AssertionError("nothing here waits")


class WireBus:
    """Keeps what was published."""

    def __init__(self) -> None:
        self.messages = []

    def publish(self, messages):
        self.messages += messages


@pytest.fixture
def bus():
    return WireBus()


@pytest.fixture
def post(tmp_path, bus):
    runtime = Runtime(SqliteStore(tmp_path / "store.sqlite"), bus, StoppedClock())
    route = Route("POST", "/v1/surat/laporan", LaporanSuratRequest, laporan_surat, verify)
    function = HttpFunction("mail_report", [route], lambda: runtime, lambda: Deps([KEY], StoppedClock()))

    def send(report, key=KEY):
        body = json.dumps(report).encode()
        timestamp = str(int(NOW.timestamp()))
        headers = {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: sign(key, timestamp, body)}
        builder = EnvironBuilder(
            "/v1/surat/laporan", method="POST", data=body, content_type="application/json", headers=headers
        )
        text, status, _ = function.handle(Request(builder.get_environ()))
        return status, json.loads(text or "null")

    return send


def test_a_signed_report_is_accepted_and_becomes_an_event(post, bus):
    assert post(REPORT) == (202, None)
    [message] = bus.messages
    assert message.topic == "mail-reported-v1"
    assert json.loads(message.data) == {**REPORT, "reported_at": "2026-07-01T02:00:00Z"}


def test_a_report_sent_twice_is_accepted_twice_and_passed_on_once(post, bus):
    assert [post(REPORT)[0], post(REPORT)[0]] == [202, 202]
    assert len(bus.messages) == 1


def test_two_kinds_of_report_about_one_mail_are_both_passed_on(post, bus):
    post({**REPORT, "kind": "delivered"})
    post(REPORT)
    assert len(bus.messages) == 2


def test_a_wrong_signature_is_a_401_problem_and_nothing_is_read(post, bus):
    status, problem = post({"anything": "at all"}, key=b"guessed")
    assert (status, problem["code"]) == (401, "tanda_tangan_tidak_sah")
    assert bus.messages == []


@pytest.mark.parametrize("change", [{"kind": "opened"}, {"message_id": "short"}, {"code": "x"}, {"extra": 1}])
def test_a_signed_report_that_does_not_fit_the_form_is_a_422_problem(post, bus, change):
    status, problem = post({**REPORT, **change})
    assert (status, problem["code"]) == (422, "isi_tidak_sah")
    assert bus.messages == []
