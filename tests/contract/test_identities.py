"""GoogleIdentities against the local issuer on the wire, and against tokens that nobody may believe."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterable

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.wrappers import Request, Response

from belajar.cloud.identities import GoogleIdentities
from belajar.errors import FinalError, Reason, RetryableError
from belajar.ports import Identity
from devstack.issuer.app import CERTIFICATES, issuer_app
from devstack.issuer.key import IssuerKey
from devstack.issuer.tokens import Issuer
from tests.support.clock import ManualClock
from tests.support.serving import serving

ISSUER = "https://accounts.google.com"
ADDRESS = "budi.peninjau@dinas.belajar.id"


@pytest.fixture(scope="module")
def keys():
    """Making keys is slow; they are only read."""
    return [IssuerKey(rsa.generate_private_key(65537, 2048)) for _ in range(2)]


@pytest.fixture
def clock():
    return ManualClock()


class Wire:
    """The certificates' address: counts, and answers what a test puts in place."""

    def __init__(self, issuer) -> None:
        self.app, self.fetches, self.answer = issuer_app(issuer, list), 0, None

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        self.fetches += 1
        return (self.answer or self.app)(environ, start_response)


@pytest.fixture
def issuer(keys, clock):
    return Issuer(keys[0], ISSUER, clock=clock)


@pytest.fixture
def wire(issuer):
    return Wire(issuer)


@pytest.fixture
def identities(wire, clock):
    with serving(wire) as url:
        yield GoogleIdentities("belajar.id", ISSUER, url + CERTIFICATES, clock)


def refused(identities, token):
    with pytest.raises(FinalError) as caught:
        identities.verify(token)
    return str(caught.value) == "invalid_token"


def part(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_good_token_tells_who_it_speaks_for(identities, issuer):
    identity = identities.verify(issuer.token("Budi.Peninjau@Dinas.belajar.id"))

    assert identity.address == ADDRESS
    assert identity == identities.verify(issuer.token(ADDRESS))
    assert identity.subject


def test_a_gmail_address_needs_no_domain_of_an_organisation(identities, issuer):
    assert identities.verify(issuer.token("Budi@Gmail.com", hd=None)).address == "budi@gmail.com"


@pytest.mark.parametrize("name", [ISSUER, "accounts.google.com"])
def test_the_issuer_may_write_its_name_with_or_without_https(identities, issuer, name):
    assert identities.verify(issuer.token(ADDRESS, iss=name)).address == ADDRESS


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://accounts.example.com"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["belajar.id"]},
        {"aud": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"hd": None},
        {"hd": ""},
        {"hd": True},
        {"email": None},
        {"email": ["a@b.id"]},
        {"email": "a/b@dinas.belajar.id"},
        {"email": "tanpa-alamat"},
        {"email": ADDRESS + "\n"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"iat": None},
        {"iat": "1"},
        {"iat": True},
        {"exp": None},
        {"exp": 4_000_000_000.5},
    ],
    ids=str,
)
def test_a_signed_token_with_other_claims_than_ours_is_refused(identities, issuer, changed):
    assert refused(identities, issuer.token(ADDRESS, **changed))


@pytest.mark.parametrize(("seconds", "good"), [(-11, False), (-10, True), (0, True), (3609, True), (3610, False)])
def test_a_token_is_good_for_its_hour_and_a_little_around_it(identities, issuer, clock, seconds, good):
    token = issuer.token(ADDRESS)
    clock.advance(seconds=seconds)

    assert refused(identities, token) if not good else identities.verify(token)


def test_a_changed_payload_or_signature_is_refused(identities, issuer):
    header, payload, signature = issuer.token(ADDRESS).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "==")) | {"email": "admin@dinas.belajar.id"}

    assert refused(identities, f"{header}.{part(claims)}.{signature}")
    assert refused(identities, f"{header}.{payload}.{part(bytes(256))}")
    assert refused(identities, f"{header}.{payload}.")


def test_a_token_of_another_key_under_a_known_id_is_refused(identities, keys, clock):
    other = IssuerKey(rsa.generate_private_key(65537, 2048))
    other.id = keys[0].id

    assert refused(identities, Issuer(other, ISSUER, clock=clock).token(ADDRESS))


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512", None])
def test_the_token_does_not_choose_how_it_is_checked(identities, issuer, keys, algorithm):
    _, payload, signature = issuer.token(ADDRESS).split(".")
    header = part({"alg": algorithm, "kid": keys[0].id, "typ": "JWT"})
    forged = hmac.digest(keys[0].certificate.encode(), f"{header}.{payload}".encode(), hashlib.sha256)

    assert refused(identities, f"{header}.{payload}.{signature}")
    assert refused(identities, f"{header}.{payload}.{part(forged)}")
    assert refused(identities, f"{header}.{payload}.")


@pytest.mark.parametrize(
    "token",
    [
        "", "a", "a.b", "...", "a.b.c", "a.b.c.d", "é.é.é", "x" * 9000, f"{part([])}.{part({})}.x",
        f"{part({'alg': 'RS256', 'kid': 7})}.{part({})}.x", f"{part(b'[' * 3000)}.{part({})}.x",
        f"{part(bytes([255]))}.{part({})}.x",
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_token_is_refused_without_asking_anybody(identities, wire, token):
    assert refused(identities, token)
    assert wire.fetches == 0


def test_certificates_are_fetched_once_for_as_long_as_the_issuer_says(identities, issuer, wire, clock):
    for _ in range(5):
        identities.verify(issuer.token(ADDRESS))
    assert wire.fetches == 1
    clock.advance(seconds=3599)
    identities.verify(issuer.token(ADDRESS))
    assert wire.fetches == 1
    clock.advance(seconds=1)
    identities.verify(issuer.token(ADDRESS))
    assert wire.fetches == 2


def test_many_at_once_wait_for_one_fetch(identities, issuer, wire):
    token, found = issuer.token(ADDRESS), []
    threads = [threading.Thread(target=lambda: found.append(identities.verify(token))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert wire.fetches == 1


def test_a_new_key_of_the_issuer_is_learnt_without_waiting_for_the_old_ones_to_age(
    identities, issuer, wire, keys, clock
):
    identities.verify(issuer.token(ADDRESS))
    clock.advance(seconds=60)
    newer = Issuer(keys[1], ISSUER, clock=clock)
    wire.app = issuer_app(newer, list)

    assert identities.verify(newer.token(ADDRESS)).address == ADDRESS
    assert wire.fetches == 2


def test_invented_key_ids_cost_at_most_one_fetch_a_minute(identities, issuer, wire, keys, clock):
    stranger = Issuer(keys[1], ISSUER, clock=clock)
    identities.verify(issuer.token(ADDRESS))
    for _ in range(10):
        assert refused(identities, stranger.token(ADDRESS))
    assert wire.fetches == 1
    clock.advance(seconds=60)
    for _ in range(10):
        assert refused(identities, stranger.token(ADDRESS))
    assert wire.fetches == 2


@pytest.mark.parametrize(
    "answer",
    [Response(status=503), Response("<html>"), Response("[]"), Response('{"keys": [{}]}')],
    ids=["503", "not JSON", "a list", "JWKS"],
)
def test_without_certificates_nobody_is_refused_but_asked_to_try_again(identities, issuer, wire, clock, answer):
    wire.answer = Request.application(lambda _: answer)
    for _ in range(3):
        with pytest.raises(RetryableError) as caught:
            identities.verify(issuer.token(ADDRESS))
        assert caught.value.reason is Reason.IDENTITY_UNAVAILABLE
    assert wire.fetches == 1

    wire.answer = None
    clock.advance(seconds=5)
    assert identities.verify(issuer.token(ADDRESS)).address == ADDRESS


def test_an_issuer_that_is_not_there_is_retryable(issuer, clock):
    identities = GoogleIdentities("belajar.id", ISSUER, "http://127.0.0.1:1/certs", clock)
    with pytest.raises(RetryableError, match=r"^identity_unavailable: ConnectionError$"):
        identities.verify(issuer.token(ADDRESS))


def test_certificates_that_may_not_be_kept_are_fetched_every_time(identities, issuer, wire, keys):
    body = json.dumps({keys[0].id: keys[0].certificate})
    wire.answer = Request.application(lambda _: Response(body, headers={"Cache-Control": "no-store"}))
    for _ in range(2):
        assert isinstance(identities.verify(issuer.token(ADDRESS)), Identity)
    assert wire.fetches == 2


def test_googles_certificates_come_in_this_form(issuer, keys):
    """`https://www.googleapis.com/oauth2/v1/certs`: key id -> X.509 certificate, 40 hex digits."""
    [(key_id, certificate)] = issuer.certificates.items()
    assert len(key_id) == 40
    assert certificate.startswith("-----BEGIN CERTIFICATE-----\n")
