"""The local SMS gateway by hand and by script."""

import sqlite3
from contextlib import closing

import pytest
from werkzeug.test import Client

from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from tests.support.clock import ManualClock

TOKEN = "t"
TTL_0 = b'{"id": "k", "to": "+6281234567890", "text": "x", "ttl": 0}'


@pytest.fixture
def inbox(tmp_path):
    return TextInbox(tmp_path / "texts.sqlite")


@pytest.fixture
def client(inbox):
    return Client(texts_app(inbox, TOKEN, ManualClock()))


@pytest.fixture
def send(client):
    def send(to, key="k", text="Akun belajar: kode 314159", **headers):
        usual = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key}
        return client.post("/messages", json={"id": key, "to": to, "text": text}, headers=usual | headers)

    return send


def test_the_newest_text_stands_first_and_one_number_can_be_searched(client, send):
    for number in range(3):
        assert send(f"+628123456789{number}", f"k{number}").status_code == 202

    assert [text["id"] for text in client.get("/messages.json").json] == ["k2", "k1", "k0"]
    [found] = client.get("/messages.json?to=%2B6281234567891").json
    assert (found["id"], found["to"], found["copies"]) == ("k1", "+6281234567891", 1)
    assert client.get("/messages.json?to=+6281234567891").json == [found]
    assert client.get("/messages.json?to=%2B628123456789").json == []
    page = client.get("/?to=67891").text
    assert "+6281234567891" in page
    assert "+6281234567892" not in page


def test_a_text_is_shown_as_text(client, send):
    send("+6281234567890", text="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/").text


def test_texts_survive_a_restart_until_they_are_cleared(tmp_path, inbox, client, send):
    send("+6281234567890")
    assert len(TextInbox(tmp_path / "texts.sqlite").texts()) == 1
    assert client.delete("/messages").status_code == 204
    assert inbox.texts() == []
    assert "Belum ada SMS" in client.get("/").text


def test_a_file_from_before_texts_had_a_time_of_validity_is_still_read_and_written(tmp_path):
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as connection, connection:
        connection.execute(
            "CREATE TABLE texts (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,"
            " recipient TEXT NOT NULL, body TEXT NOT NULL, received_at TEXT NOT NULL,"
            " copies INTEGER NOT NULL DEFAULT 1)"
        )
        connection.execute(
            "INSERT INTO texts (key, recipient, body, received_at) VALUES ('k', '+62811', 'x', '2026-07-13T01:00:00')"
        )
    for _ in range(2):
        inbox = TextInbox(tmp_path / "old.sqlite")
    inbox.add("k2", "+62812", "y", ManualClock().now(), 600)
    assert [(text.key, text.valid_seconds) for text in inbox.texts()] == [("k2", 600), ("k", None)]


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Authorization": "Bearer x"}, 401), ({"Authorization": ""}, 401), ({"Idempotency-Key": ""}, 400)],
)
def test_a_client_that_does_not_keep_to_the_form_is_refused(inbox, send, headers, status):
    assert send("+6281234567890", **headers).status_code == status
    assert inbox.texts() == []


@pytest.mark.parametrize("body", [b"", b"{}", b'{"id": "k", "to": 1, "text": "x"}', b"\xff", TTL_0])
def test_a_body_of_another_form_is_refused(client, inbox, body):
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": "k"}
    assert client.post("/messages", data=body, headers=headers).status_code == 400
    assert inbox.texts() == []


@pytest.mark.parametrize(("to", "status"), [("+6281234560000", 422), ("081234567890", 422), ("+6281234561111", 503)])
def test_some_numbers_always_fail(inbox, send, to, status):
    assert send(to).status_code == status
    assert inbox.texts() == []


@pytest.mark.parametrize(("to", "taken"), [("+6281234562222", 0), ("+6281234563333", 1)])
def test_some_numbers_get_no_answer(inbox, send, to, taken):
    with pytest.raises(ConnectionError):
        send(to)
    assert len(inbox.texts()) == taken


def test_under_a_mount_the_form_leads_back_to_the_mount(client):
    assert 'action="/_sms/"' in client.get("/", base_url="http://localhost/_sms").text


def test_unknown_pages_are_not_found(client):
    assert client.get("/lain").status_code == 404
    assert client.put("/messages").status_code == 405
