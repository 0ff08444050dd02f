"""The local issuer: Google's wire, for whoever asks. That its tokens hold is the contract suite's matter."""

import base64
import json
import stat

import pytest
from cryptography import x509
from werkzeug.test import Client

from belajar.embedded.store import SqliteStore
from belajar.ports import Put
from devstack.issuer.app import issuer_app, known_petugas
from devstack.issuer.key import issuer_key
from devstack.issuer.tokens import Issuer
from tests.support.clock import ManualClock

URL = "http://127.0.0.1:8000/_identitas"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return issuer_key(tmp_path_factory.mktemp("kunci") / "issuer-key.pem")


@pytest.fixture
def client(key):
    return Client(issuer_app(Issuer(key, URL, clock=ManualClock()), lambda: ["budi@dinas.belajar.id", "<b>@x.test"]))


def claims(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "new" / "issuer-key.pem"
    first, again = issuer_key(path), issuer_key(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert (first.id, first.pem) == (again.id, again.pem)


def test_a_token_has_the_claims_that_google_documents(client):
    answer = client.post("/token", json={"address": "Budi@dinas.belajar.id"}).json
    told = claims(answer["id_token"])

    assert answer["expires_in"] == 3600
    assert told["exp"] - told["iat"] == 3600
    assert told["sub"].isdigit()
    del told["iat"], told["exp"], told["sub"]
    assert told == {
        "iss": URL,
        "azp": "belajar.id",
        "aud": "belajar.id",
        "hd": "dinas.belajar.id",
        "email": "Budi@dinas.belajar.id",
        "email_verified": True,
    }


def test_a_person_keeps_the_subject_and_two_persons_have_two(client):
    def subject(address):
        return claims(client.post("/token", json={"address": address}).json["id_token"])["sub"]

    assert subject("budi@dinas.belajar.id") == subject("BUDI@dinas.belajar.id") != subject("ani@dinas.belajar.id")


def test_the_certificates_may_be_kept_for_an_hour_and_name_the_key_of_the_tokens(client, key):
    answer = client.get("/certs")
    token = client.post("/token", json={"address": "a@b.test"}).json["id_token"]
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))

    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert (header["alg"], header["kid"]) == ("RS256", key.id)
    assert x509.load_pem_x509_certificate(answer.json[key.id].encode()).issuer.rfc4514_string() == "CN=identitas lokal"


@pytest.mark.parametrize("body", [None, [], {}, {"address": 7}, {"address": "tanpa alamat"}])
def test_without_an_address_there_is_no_token(client, body):
    assert client.post("/token", json=body).status_code == 400


def test_the_page_offers_known_petugas_and_says_that_it_is_no_real_sign_in(client):
    page = client.get("/", base_url="http://localhost/_identitas").text

    assert 'value="budi@dinas.belajar.id"' in page
    assert "<b>@x.test" not in page
    assert 'action="/_identitas/masuk"' in page
    assert "Tiruan untuk komputer ini saja" in page


def test_choosing_somebody_shows_a_token_that_no_cache_keeps(client):
    answer = client.post("/masuk", data={"alamat": "budi@dinas.belajar.id"})
    token = answer.text.partition("readonly>")[2].partition("<")[0]

    assert claims(token)["email"] == "budi@dinas.belajar.id"
    assert answer.headers["Cache-Control"] == "no-store"


def test_known_petugas_are_those_who_are_active_now(tmp_path):
    store = SqliteStore(tmp_path / "store.sqlite")
    known = known_petugas(store)
    people = {"ani@dinas.belajar.id": True, "budi@dinas.belajar.id": False}
    store.commit([Put(f"petugas/{address}", {"address": address, "active": on}) for address, on in people.items()])

    assert known() == ["ani@dinas.belajar.id"]
    store.close()
