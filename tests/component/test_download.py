"""A school's accounts behind the real framework are shut to everybody without a token."""

import pytest

SCHOOL = "/v1/sekolah/20100001"


@pytest.fixture
def download(serve):
    return serve("download")


@pytest.mark.parametrize("form", ["csv", "pdf"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic eDp5"}])
def test_no_file_is_given_without_a_good_token_and_nothing_is_written(download, form, headers):
    before = download.documents()
    reply = download.request("GET", f"{SCHOOL}/akun.{form}?jenis=peserta_didik", **headers)
    assert (reply.status, reply.json()["code"]) == (401, "masuk_diperlukan")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert "Content-Disposition" not in reply.headers
    assert download.documents() == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", f"{SCHOOL}/akun.csv", 405),
        ("GET", f"{SCHOOL}/akun.xlsx", 404),
        ("GET", f"{SCHOOL}/akun", 404),
        ("GET", "/v1/sekolah//akun.csv", 404),
        ("GET", "/", 404),
    ],
)
def test_there_are_no_other_ways_in(download, method, path, status):
    assert download.request(method, path).status == status
