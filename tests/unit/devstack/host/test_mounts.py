import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from devstack.host.mounts import Mounts, Routes


def named(name: str):
    @Request.application
    def app(request):
        origin = request.headers.get("X-Forwarded-For")
        return Response(f"{name}|{request.root_path}|{request.path}|{origin}")

    return app


@pytest.fixture
def client() -> Client:
    inner = Mounts({"roster": named("roster")}, named("none"))
    routes = Routes({"/v1/b/{id}": named("one b"), "/v1/b/baru": named("new b"), "/v1/a": named("a")}, named("pages"))
    return Client(Mounts({"_push": inner, "_surat": named("surat")}, routes))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/_surat/", "surat|/_surat|/|None"),
        ("/_surat/messages/1", "surat|/_surat|/messages/1|None"),
        ("/_push/roster/projects/p/topics/t", "roster|/_push/roster|/projects/p/topics/t|None"),
        ("/_push/lain/x", "none|/_push|/lain/x|None"),
        ("/", "pages||/|None"),
        ("/_surat2/", "pages||/_surat2/|None"),
    ],
)
def test_a_mounted_application_sees_the_path_below_its_mount(client, path, told):
    assert client.get(path).text == told


def test_a_mount_without_its_slash_is_redirected_with_its_query(client):
    answer = client.get("/_surat?to=a")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/_surat/?to=a")


def test_a_public_route_is_told_who_called_behind_what_the_caller_claims(client):
    assert client.post("/v1/a", environ_base={"REMOTE_ADDR": "198.51.100.7"}).text == "a||/v1/a|198.51.100.7"
    claimed = {"X-Forwarded-For": "203.0.113.9"}
    answer = client.post("/v1/a", headers=claimed, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert answer.text == "a||/v1/a|203.0.113.9, 198.51.100.7"


def test_an_unknown_public_route_is_a_problem_as_the_functions_write_it(client):
    answer = client.get("/v1/tidak-ada")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json(force=True)["code"] == "alamat_tidak_dikenal"


@pytest.mark.parametrize(
    ("path", "app"),
    [("/v1/b/0a1b", "one b"), ("/v1/b/baru", "new b"), ("/v1/b/", None), ("/v1/b/0a1b/c", None), ("/v1/b", None)],
)
def test_a_route_may_have_variable_parts_and_one_without_goes_first(client, path, app):
    answer = client.get(path, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert (answer.text.partition("|")[0] if answer.status_code == 200 else None) == app
