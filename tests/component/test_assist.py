"""The desk of those who help with passwords, behind the real framework, is shut to everybody without a token."""

import pytest

ALL, ONE = "/v1/reset/bantuan", "/v1/reset/bantuan/0123456789abcdef0123456789abcdef"
ROUTES = (
    ("POST", ALL),
    ("GET", ALL),
    ("GET", ONE),
    ("POST", f"{ONE}/setujui"),
    ("POST", f"{ONE}/tolak"),
    ("POST", f"{ONE}/kartu"),
    ("POST", "/v1/kontak/koreksi"),
)


@pytest.fixture
def assist(serve):
    return serve("assist")


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic eDp5"}])
def test_no_route_opens_without_a_good_token_and_nothing_is_written(assist, method, path, headers):
    before = assist.documents()
    reply = assist.request(method, path, b"{}" if method == "POST" else b"", **headers)
    assert (reply.status, reply.json()["code"]) == (401, "masuk_diperlukan")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert assist.documents() == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", ALL, 405),
        ("POST", ONE, 405),
        ("GET", f"{ONE}/kartu", 405),
        ("GET", f"{ONE}/sandi", 404),
        ("GET", "/v1/kontak/koreksi", 405),
        ("POST", "/", 404),
    ],
)
def test_there_are_no_other_ways_in(assist, method, path, status):
    assert assist.request(method, path, b"{}").status == status


def test_a_token_in_the_address_or_a_wrong_body_is_not_repeated_in_the_log(assist):
    assist.post(f"{ALL}?token=rahasia-sekali", {"akun": "rahasia-sekali", "alasan": "rahasia-sekali"})
    assert "rahasia-sekali" not in (assist.folder / "assist.log").read_text()
