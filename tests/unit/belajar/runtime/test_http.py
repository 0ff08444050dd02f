"""Who a request comes from, and how an answer goes out."""

import json

import flask
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from belajar.decision import Answer, Decision
from belajar.ports import Put
from belajar.runtime.http import HttpFunction, Route, origin
from belajar.runtime.problems import ProblemError
from belajar.runtime.run import Runtime
from tests.support.ports import KeptBus


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (1, "203.0.113.5, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.5, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
        (1, "", "127.0.0.1"),
        (0, "203.0.113.5", "127.0.0.1"),
        (3, "203.0.113.5", "127.0.0.1"),
    ],
)
def test_what_a_caller_writes_into_the_forwarded_header_is_not_believed(proxies, forwarded, counted):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    builder = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert origin(Request(builder.get_environ()), proxies) == counted


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(ProblemError("kode_salah").answer(), "kode_salah"), (Answer(200, {"code": "x"}), "answered")],
)
def test_a_refusal_that_was_written_down_first_is_called_by_its_code_in_the_log(store, clock, capsys, answer, outcome):
    def step(body, call, deps):
        return Decision([Put(f"marks/{call.id}", {})], answer=answer)

    function = HttpFunction("f", [Route("GET", "/v1/x", None, step)], lambda: Runtime(store, KeptBus(), clock), object)
    assert function.handle(Request(EnvironBuilder("/v1/x").get_environ()))[1] == answer.status
    assert json.loads(capsys.readouterr().out)["outcome"] == outcome


@pytest.mark.parametrize("pieces", [[b"%PDF-", b"1.4"], (piece for piece in (b"%PDF-", b"1.4"))])
def test_a_stream_goes_out_as_bytes_whatever_kind_of_iterable_it_is(store, clock, pieces):
    answer = Answer(200, headers={"Content-Type": "application/pdf"}, stream=pieces)
    routes = [Route("GET", "/v1/kartu", None, lambda body, call, deps: Decision(answer=answer))]
    function = HttpFunction("f", routes, lambda: Runtime(store, KeptBus(), clock), lambda: None)
    app = flask.Flask("f")
    app.add_url_rule("/v1/kartu", view_func=lambda: function.handle(flask.request))
    got = app.test_client().get("/v1/kartu")
    assert (got.status_code, got.data, got.headers["Content-Type"]) == (200, b"%PDF-1.4", "application/pdf")
    assert got.headers["Cache-Control"] == "no-store"
