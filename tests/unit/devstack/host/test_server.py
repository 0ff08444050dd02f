import http.client
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from werkzeug.wrappers import Request, Response

from devstack.host.server import DRAIN_BYTES, GatewayServer


@Request.application
def app(request):
    if request.path == "/baca":
        return Response(request.get_data())
    if request.path == "/putus":
        raise ConnectionAbortedError("on purpose")
    if request.path == "/kepala":
        return Response(repr([request.headers.get("X-Satu"), request.headers.get("X_Satu"), request.query_string]))
    if request.path == "/kosong":
        return Response(status=204)
    return Response(request.path)


@contextmanager
def connection(server: GatewayServer) -> Iterator[http.client.HTTPConnection]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[GatewayServer]:
    made = GatewayServer("127.0.0.1", 0)
    made.start(app)
    yield made
    made.stop()


def ask(opened: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    opened.request(method, path, body)
    answer = opened.getresponse()
    return answer.status, answer.read()


def test_one_connection_serves_many_requests(server):
    with connection(server) as opened:
        assert ask(opened, "POST", "/baca", b"isi") == (200, b"isi")
        first = opened.sock
        assert ask(opened, "GET", "/kosong") == (204, b"")
        assert ask(opened, "HEAD", "/apa") == (200, b"")
        assert ask(opened, "GET", "/dua%20kata") == (200, b"/dua kata")
        assert opened.sock is first


def test_a_body_that_nobody_read_does_not_become_the_next_request(server):
    with connection(server) as opened:
        assert ask(opened, "POST", "/lain", b"GET /baca HTTP/1.1\r\n\r\n" * 1000) == (200, b"/lain")
        first = opened.sock
        assert ask(opened, "GET", "/apa") == (200, b"/apa")
        assert opened.sock is first


def test_a_very_long_unread_body_costs_the_connection(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as opened:
        opened.sendall(b"POST /lain HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (DRAIN_BYTES * 2))
        with opened.makefile("rb") as answer:
            assert answer.read().endswith(b"/lain"), "the answer, and then the end"


@pytest.mark.parametrize("header", [b"Content-Length: -1", b"Transfer-Encoding: chunked"])
def test_a_body_of_unknown_length_is_refused(server, header):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as opened:
        opened.sendall(b"POST /baca HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
        with opened.makefile("rb") as answer:
            assert answer.readline().split()[1] == b"411"
            answer.read()


def test_repeated_headers_are_joined_and_underscores_pass_for_nothing(server):
    with connection(server) as opened:
        opened.putrequest("GET", "/kepala?a=1")
        for name, value in (("X-Satu", "a"), ("X-Satu", "b"), ("X_Satu", "c")):
            opened.putheader(name, value)
        opened.endheaders()
        assert opened.getresponse().read() == b"['a,b', 'a,b', b'a=1']"


def test_an_application_may_drop_the_connection_without_an_answer(server, capfd):
    with connection(server) as opened, pytest.raises(http.client.RemoteDisconnected):
        ask(opened, "GET", "/putus")
    assert capfd.readouterr().err == ""


def test_a_taken_port_is_an_error_at_once(server):
    with pytest.raises(OSError, match="in use"):
        GatewayServer("127.0.0.1", server.port)
