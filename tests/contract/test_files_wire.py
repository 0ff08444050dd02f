"""StorageFiles against answers that a folder never gives."""

import json
from collections.abc import Iterable

import pytest
from googleapiclient.discovery_cache import get_static_doc
from werkzeug.wrappers import Request, Response

from belajar.cloud.files import StorageFiles
from belajar.errors import Reason, RetryableError
from belajar.ports import FileStat
from tests.support.clock import ManualClock
from tests.support.serving import serving


class Scripted:
    """Answers with the responses given, in order; the last stays."""

    def __init__(self, *answers) -> None:
        self.answers, self.requests = list(answers), []

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        request = Request(environ)
        request.get_data()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(environ, start_response)


@pytest.fixture
def ask():
    """Runs a call against a scripted server; returns the server, the clock and what came of it."""

    def ask(call, *answers):
        server, clock = Scripted(*answers), ManualClock()
        with serving(server) as url:
            files = StorageFiles(url, clock)
            try:
                found = call(files)
            except RetryableError as error:
                found = error
            files.close()
        return server, clock, found

    return ask


def size(files):
    return files.stat("rosters", "in/a b.csv")


def write(files):
    return files.write("rosters", "in/a b.csv", b"x")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_fault_of_a_read_is_tried_again_at_once_and_then_spaced(ask, status):
    passing = Response(status=status)
    server, clock, found = ask(size, passing, passing, Response('{"size": "7", "generation": "1"}'))

    assert found == FileStat(7, "1")
    assert clock.slept == [1.0]
    assert len(server.requests) == 3


@pytest.mark.parametrize(("status", "tries"), [(503, 3), (400, 1), (401, 1), (403, 1)])
def test_a_fault_that_stays_is_retryable_for_the_caller_after_few_tries(ask, status, tries):
    server, _, found = ask(size, Response("somebody's name", status=status))

    assert found.reason == Reason.FILES_UNAVAILABLE
    assert str(found) == f"files_unavailable: HTTP {status}"
    assert len(server.requests) == tries


def test_a_failed_write_is_not_sent_again_because_each_is_announced(ask):
    server, _, found = ask(write, Response(status=503))

    assert found.reason == Reason.FILES_UNAVAILABLE
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_is_retryable():
    with pytest.raises(RetryableError, match="files_unavailable"):
        StorageFiles("http://127.0.0.1:1", ManualClock()).stat("rosters", "x")


def test_a_range_that_the_server_ignores_is_cut_out_here(ask):
    _, _, found = ask(lambda files: files.read("rosters", "x", 2, 3), Response(b"0123456789"))

    assert found == b"234"


def test_the_requests_are_those_of_googles_discovery_document(ask):
    objects = json.loads(get_static_doc("storage", "v1"))["resources"]["objects"]["methods"]
    listed, _, _ = ask(lambda files: files.list("rosters", "in/"), Response('{"nextPageToken": "t"}'), Response("{}"))
    asked, _, _ = ask(size, Response('{"size": "7", "generation": "1"}'))
    sent, _, _ = ask(write, Response("{}"))

    assert listed.requests[0].path == "/storage/v1/" + objects["list"]["path"].replace("{bucket}", "rosters")
    assert set(listed.requests[1].args) - {"fields"} == {"prefix", "pageToken"} <= set(objects["list"]["parameters"])
    assert asked.requests[0].environ["REQUEST_URI"].startswith("/storage/v1/b/rosters/o/in%2Fa%20b.csv?")
    upload = objects["insert"]["mediaUpload"]["protocols"]["simple"]["path"]
    assert sent.requests[0].path == upload.replace("{bucket}", "rosters")
    assert sent.requests[0].args.to_dict() == {"uploadType": "media", "name": "in/a b.csv"}
