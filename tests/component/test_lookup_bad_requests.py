"""Whatever is sent to the look-up: a clear problem with a stable code in Indonesian, and nothing is written."""

import json

import pytest

PATH = "/v1/akun/periksa"
FORM = {
    "nama_lengkap": "Contoh Murid Rekaan",
    "nama_ibu_kandung": "Contoh Ibu Rekaan",
    "tipe_pengguna": "peserta_didik",
    "tanggal_lahir": "2014-05-17",
    "npsn": "90000001",
}
TWO_MB = json.dumps(FORM | {"nama_lengkap": "a" * 2_000_000}).encode()


def body(**changes):
    return json.dumps(FORM | changes).encode()


@pytest.fixture
def lookup(serve, personal):
    personal.person(FORM)
    return serve("lookup")


@pytest.fixture
def refused(lookup):
    """Sends a request that must be refused, and returns the problem."""

    def send(method="POST", path=PATH, raw=b"", **headers):
        before = lookup.documents()
        reply = lookup.request(method, path, raw, **headers)
        assert lookup.documents() == before, "nothing is written"
        assert reply.headers["Content-Type"] == "application/problem+json"
        problem = reply.json()
        assert problem["status"] == reply.status
        assert problem["type"] == f"https://belajar.id/masalah/{problem['code']}"
        assert problem["title"]
        return problem

    return send


def field_codes(problem):
    return {(field["pointer"], field["code"]) for field in problem["errors"]}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"halo",
        body()[:40],
        body() + b"x",
        b'{"nama_lengkap": "caf\xe9"}',
        body().decode().encode("utf-16"),
        b'{"nama_lengkap": "\\ud800"}',
        b"[" * 30_000,
        b'{"a":' * 12_000,
    ],
    ids=["empty", "words", "half", "more", "latin-1", "utf-16", "surrogate", "deep list", "deep object"],
)
def test_a_body_that_is_no_json_object(refused, raw):
    problem = refused(raw=raw)
    assert (problem["status"], problem["code"]) == (422, "isi_tidak_sah")
    assert problem["errors"][0]["detail"].startswith(("Kiriman", "Bagian"))


def test_a_list_is_not_a_form(refused):
    assert field_codes(refused(raw=b"[]")) == {("", "model_type")}


def test_every_wrong_field_is_named_at_once(refused):
    problem = refused(raw=body(npsn="1", tipe_pengguna="guru", nama_lengkap=" "))
    assert field_codes(problem) == {
        ("/npsn", "string_pattern_mismatch"),
        ("/tipe_pengguna", "enum"),
        ("/nama_lengkap", "string_too_short"),
    }


@pytest.mark.parametrize("written", ["31/02/2010", "2010-02-31", "17-05-2014", "", "kemarin", 20140517, None])
def test_a_date_that_does_not_exist(refused, written):
    [(pointer, _)] = field_codes(problem := refused(raw=body(tanggal_lahir=written)))
    assert pointer == "/tanggal_lahir"
    assert "TTTT-BB-HH" in problem["errors"][0]["detail"]


def test_an_unknown_field(refused):
    problem = refused(raw=body(nik="9171994105110007"))
    assert field_codes(problem) == {("/nik", "extra_forbidden")}


@pytest.mark.parametrize("fields", [{f"{number:x}": 1 for number in range(6000)}, {"x" * 60_000: 1}])
def test_an_answer_does_not_grow_with_what_is_sent(refused, fields):
    errors = refused(raw=json.dumps(FORM | fields).encode())["errors"]
    assert 0 < len(errors) <= 20
    assert max(len(error["pointer"]) for error in errors) <= 80


def test_a_missing_field(refused):
    assert ("/npsn", "missing") in field_codes(refused(raw=b"{}"))


def test_two_megabytes(refused):
    problem = refused(raw=TWO_MB)
    assert (problem["status"], problem["code"]) == (413, "isi_terlalu_besar")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/xml; a=b"])
def test_another_content_type(refused, kind):
    problem = refused(raw=body(), Content_Type=kind)
    assert (problem["status"], problem["code"]) == (415, "jenis_isi_tidak_didukung")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method(refused, method):
    problem = refused(method=method)
    assert (problem["status"], problem["code"]) == (405, "metode_tidak_didukung")


@pytest.mark.parametrize("path", ["/", "/v1/akun", "/v1/akun/periksa/", "/v1/akun/Periksa", "/v1/%00", "/v1/../etc"])
def test_another_path(refused, path):
    problem = refused(path=path, raw=body())
    assert (problem["status"], problem["code"]) == (404, "alamat_tidak_dikenal")


def wire(lookup, head, raw):
    before = lookup.documents()
    answer = lookup.raw(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n\r\n".encode() + raw)
    assert lookup.documents() == before
    return answer


def test_two_megabytes_without_a_length(lookup):
    chunk = f"{len(TWO_MB):x}\r\n".encode() + TWO_MB + b"\r\n0\r\n\r\n"
    answer = wire(lookup, "Content-Type: application/json\r\nTransfer-Encoding: chunked", chunk)
    assert answer.startswith(b"HTTP/1.1 413")


def test_half_a_body_of_the_length_that_was_promised(lookup):
    answer = wire(lookup, f"Content-Type: application/json\r\nContent-Length: {len(body())}", body()[:50])
    assert answer.startswith(b"HTTP/1.1 422")
    assert b'"code":"json_invalid"' in answer
    assert b"Contoh" not in answer


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: x",
        "Content-Length: -1",
        "Content-Type: text/plain\r\nContent-Length: 2",
    ],
)
def test_headers_that_contradict_each_other_never_reach_the_function(lookup, head):
    answer = wire(lookup, f"Content-Type: application/json\r\n{head}", b"{}")
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"problem+json" not in answer
