import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from devstack.host.recorder import UNREADABLE, Recorder
from tests.support.clock import ManualClock


@pytest.fixture
def recorder(log) -> Recorder:
    return Recorder(log, ManualClock())


@Request.application
def echo(request):
    return Response(request.get_data(), status=503 if b"salah" in request.get_data() else 200)


def test_a_delivery_is_noted_with_its_ids_attempt_and_status(recorder, log, push):
    answer = Client(recorder.wrap("sync", echo)).post("/", data=push)
    assert answer.get_data() == push, "the function still gets the whole body"
    recorder.flush()
    [(_, found)] = log.after(0)
    assert (found.event_id, found.correlation, found.causation) == ("e1", "case-1", "cause-1")
    assert (found.type, found.function, found.attempt, found.status) == ("id.belajar.sync.paged.v1", "sync", 3, 200)
    assert found.at == ManualClock().now().timestamp()
    assert found.duration_ms > 0


def test_a_body_that_cannot_be_read_is_noted_without_its_content(recorder, log):
    Client(recorder.wrap("sync", echo)).post("/", data=b"salah")
    recorder.flush()
    [(_, found)] = log.after(0)
    assert (found.type, found.status, found.event_id, found.correlation) == (UNREADABLE, 503, "", "")


def test_what_waits_is_written_at_the_end(recorder, log, push):
    recorder.start()
    client = Client(recorder.wrap("sync", echo))
    for _ in range(3):
        client.post("/", data=push)
    recorder.stop()
    assert len(log.after(0)) == 3
