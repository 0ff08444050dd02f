"""Local buckets: a file that arrives is announced as Cloud Storage does it."""

import base64
import json

import pytest
import requests
from googleapiclient.discovery_cache import get_static_doc
from werkzeug.test import Client

from belajar.embedded.bus import SqliteBus, Subscription
from belajar.embedded.delivery import Delivery
from belajar.embedded.files import FolderFiles
from devstack.buckets import BucketsApp
from devstack.topology import topology
from tests.support.clock import ManualClock
from tests.support.serving import serving

OBJECTS = "/storage/v1/b/rosters/o"
UPLOAD = "/upload/storage/v1/b/rosters/o?uploadType=media&name="


@pytest.fixture
def bus(tmp_path):
    bus = SqliteBus(tmp_path / "bus.sqlite", ManualClock())
    bus.configure([Subscription("roster-received-v1.roster", "roster-received-v1", "roster", 60, 10, 600, 5)])
    yield bus
    bus.close()


@pytest.fixture
def app(tmp_path, bus):
    return BucketsApp(FolderFiles(tmp_path / "buckets"), bus, topology().buckets)


@pytest.fixture
def client(app):
    return Client(app)


@pytest.fixture
def announced(tmp_path, bus):
    """Messages published so far."""

    def announced():
        bodies = []
        delivery = Delivery(tmp_path / "bus.sqlite", "school", clock=ManualClock())
        delivery.drain(lambda _, body: bodies.append(body) or 204)
        delivery.stop()
        return [body["message"] for body in bodies]

    return announced


def test_a_new_file_under_the_prefix_is_announced_in_googles_format(client, announced):
    resource = client.post(UPLOAD + "in/kelas%201.csv", data=b"a;b\n").json
    (message,) = announced()

    payload = json.loads(base64.b64decode(message["data"]))
    assert payload == resource
    assert message["attributes"] == {
        "notificationConfig": "projects/_/buckets/rosters/notificationConfigs/1",
        "eventType": "OBJECT_FINALIZE",
        "payloadFormat": "JSON_API_V1",
        "bucketId": "rosters",
        "objectId": "in/kelas 1.csv",
        "objectGeneration": resource["generation"],
        "eventTime": resource["updated"],
    }


def test_the_object_resource_has_the_fields_and_types_of_the_discovery_document(client):
    resource = client.post(UPLOAD + "in/a.csv", data=b"a;b\n").json
    described = json.loads(get_static_doc("storage", "v1"))["schemas"]["Object"]["properties"]

    assert set(resource) <= set(described)
    assert all(isinstance(value, str) and described[key]["type"] == "string" for key, value in resource.items())
    assert (resource["bucket"], resource["name"], resource["size"]) == ("rosters", "in/a.csv", "4")


def test_a_file_elsewhere_is_stored_in_silence(client, announced):
    assert client.post(UPLOAD + "rejects/a.csv", data=b"x").status_code == 200
    assert announced() == []


def test_a_second_upload_is_a_new_generation_and_announced_again(client, announced):
    generations = {client.post(UPLOAD + "in/a.csv", data=b"x").json["generation"] for _ in range(2)}

    assert {message["attributes"]["objectGeneration"] for message in announced()} == generations
    assert len(generations) == 2


def test_an_upload_whose_announcement_fails_is_not_confirmed(client, bus):
    bus.configure([])

    with pytest.raises(LookupError):
        client.post(UPLOAD + "in/a.csv", data=b"x")


def test_a_file_sent_in_pieces_of_unknown_number_arrives_whole(app):
    pieces = (b"x" * 1000 for _ in range(500))
    with serving(app) as url:
        answer = requests.post(url + UPLOAD + "in/a.csv", data=pieces, timeout=30)
        content = requests.get(f"{url}{OBJECTS}/in%2Fa.csv?alt=media", timeout=30).content

    assert answer.json()["size"] == "500000"
    assert content == b"x" * 500_000


@pytest.mark.parametrize(("asked", "status"), [("bytes=2-4", 206), ("bytes=7-99", 206), ("bytes=10-12", 416)])
def test_a_part_is_answered_as_google_does(client, asked, status):
    client.post(UPLOAD + "in/a.csv", data=b"0123456789")
    answer = client.get(f"{OBJECTS}/in%2Fa.csv?alt=media", headers={"Range": asked})

    assert answer.status_code == status
    if status == 206:
        first, last = (int(end) for end in asked.removeprefix("bytes=").split("-"))
        assert answer.data == b"0123456789"[first : last + 1]


def test_names_come_in_pages(client):
    for name in "abcde":
        client.post(f"{UPLOAD}in/{name}", data=b"")
    first = client.get(f"{OBJECTS}?prefix=in/&maxResults=3").json
    second = client.get(f"{OBJECTS}?prefix=in/&maxResults=3&pageToken={first['nextPageToken']}").json

    assert [item["name"] for item in first["items"] + second["items"]] == [f"in/{name}" for name in "abcde"]
    assert "nextPageToken" not in second


def test_a_deleted_file_is_gone(client):
    client.post(UPLOAD + "in/a.csv", data=b"x")

    assert client.delete(f"{OBJECTS}/in%2Fa.csv").status_code == 204
    assert client.get(f"{OBJECTS}/in%2Fa.csv").status_code == 404
    assert client.delete(f"{OBJECTS}/in%2Fa.csv").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/storage/v1/b/unknown/o", 404),
        ("GET", f"{OBJECTS}/missing", 404),
        ("POST", UPLOAD + "../../etc/passwd", 400),
        ("POST", UPLOAD, 400),
        ("POST", "/upload/storage/v1/b/rosters/o?uploadType=resumable&name=x", 400),
        ("DELETE", OBJECTS, 405),
        ("GET", "/elsewhere", 404),
    ],
)
def test_errors_have_googles_shape(client, method, path, status):
    answer = client.open(path, method=method)

    assert answer.status_code == status
    assert answer.json["error"]["code"] == status


def test_it_can_be_mounted_under_a_prefix(app):
    client = Client(app)
    answer = client.get(OBJECTS, base_url="http://localhost/_storage")

    assert answer.json == {"kind": "storage#objects"}
