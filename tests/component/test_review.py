"""The reviewers' desk behind the real framework is shut to everybody without a token."""

import pytest

ONE = "/v1/tinjauan/0123456789abcdef"
ROUTES = (("GET", "/v1/tinjauan"), ("GET", ONE), ("POST", f"{ONE}/setujui"), ("POST", f"{ONE}/tolak"))


@pytest.fixture
def review(serve):
    return serve("review")


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic eDp5"}])
def test_no_route_opens_without_a_good_token_and_nothing_is_written(review, method, path, headers):
    before = review.documents()
    reply = review.request(method, path, b"{}" if method == "POST" else b"", **headers)
    assert (reply.status, reply.json()["code"]) == (401, "masuk_diperlukan")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert review.documents() == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/v1/tinjauan", 405), ("GET", f"{ONE}/setujui", 405), ("GET", f"{ONE}/hapus", 404), ("POST", "/", 404)],
)
def test_there_are_no_other_ways_in(review, method, path, status):
    assert review.request(method, path, b"{}").status == status
