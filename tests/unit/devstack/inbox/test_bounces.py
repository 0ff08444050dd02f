import threading
from datetime import UTC, datetime

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from belajar.rules.signatures import is_signed
from devstack.inbox.bounces import BounceReporter

KEY = b"relay key"
NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


class StoppedClock:
    def now(self):
        return NOW

    def sleep(self, seconds):
        raise AssertionError("nothing here waits")


class Quiet(WSGIRequestHandler):
    def log(self, type, message, *args):  # noqa: A002
        pass


class Receiver:
    """Takes reports on the wire; answers 202 unless told otherwise."""

    def __init__(self) -> None:
        self.reports, self.statuses, self.arrived = [], [], threading.Event()

    @Request.application
    def app(self, request):
        status = self.statuses.pop(0) if self.statuses else 202
        if status == 202:
            assert is_signed([KEY], request.headers, request.get_data(), NOW)
            self.reports.append(request.json)
            self.arrived.set()
        return Response(status=status)


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def reporter(inbox, receiver):
    server = make_server("127.0.0.1", 0, receiver.app, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield BounceReporter(inbox, f"http://127.0.0.1:{server.server_port}/v1/surat/laporan", KEY, StoppedClock())
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_bounce_is_reported_once_in_the_form_the_function_expects(inbox, reporter, receiver):
    inbox.add_bounce("a" * 32, "5.1.1")
    assert (reporter.report(), reporter.report()) == (1, 0)
    assert receiver.reports == [{"message_id": "a" * 32, "kind": "bounced", "code": "5.1.1"}]


@pytest.mark.parametrize("status", [401, 503])
def test_a_report_that_is_not_taken_is_tried_again(inbox, reporter, receiver, status):
    inbox.add_bounce("a" * 32, "5.1.1")
    receiver.statuses = [status]
    assert (reporter.report(), reporter.report()) == (0, 1)
    assert len(receiver.reports) == 1


def test_one_report_that_fails_does_not_hold_up_the_others(inbox, reporter, receiver):
    inbox.add_bounce("a" * 32, "5.1.1")
    inbox.add_bounce("b" * 32, "5.1.1")
    receiver.statuses = [503]
    assert reporter.report() == 1
    assert [bounce.mark for bounce in inbox.bounces()] == ["a" * 32]


def test_nobody_listening_keeps_the_report(inbox):
    inbox.add_bounce("a" * 32, "5.1.1")
    assert BounceReporter(inbox, "http://127.0.0.1:9/", KEY, StoppedClock()).report() == 0
    assert len(inbox.bounces()) == 1


def test_the_rounds_report_by_themselves_until_they_are_stopped(inbox, reporter, receiver):
    inbox.add_bounce("a" * 32, "5.1.1")
    thread = threading.Thread(target=reporter.run, args=(0.01,))
    thread.start()
    assert receiver.arrived.wait(10)
    reporter.stop()
    thread.join(10)
    assert not thread.is_alive()
