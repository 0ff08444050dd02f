"""V4 signatures against Google's published cases (googleapis/conformance-tests, storage/v1/v4_signatures.json)."""

import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from belajar.rules.signed_urls import HmacSigner, object_path, signable, signed_url

ACCOUNT = "test-iam-credentials@dummy-project-id.iam.gserviceaccount.com"
AT = datetime(2019, 2, 1, 9, tzinfo=UTC)
SCOPE = "20190201/auto/storage/goog4_request"


class Fixed:
    """Signs everything with the same two bytes."""

    algorithm = "GOOG4-RSA-SHA256"
    account = ACCOUNT

    def sign(self, text, date):
        return b"\x0f\xa0"


def case(name="test-bucket/test-object", headers=None, at=AT, seconds=10):
    bucket, _, name = name.partition("/")
    return signed_url(
        "https://storage.googleapis.com", "GET", bucket, name, headers or {},
        signer=Fixed(), at=at, valid_seconds=seconds,
    )  # fmt: skip


def expected(path="test-bucket/test-object", date="20190201", seconds=10, headers="host"):
    return (
        f"https://storage.googleapis.com/{path}?X-Goog-Algorithm=GOOG4-RSA-SHA256"
        f"&X-Goog-Credential=test-iam-credentials%40dummy-project-id.iam.gserviceaccount.com%2F{date}%2Fauto%2Fstorage"
        f"%2Fgoog4_request&X-Goog-Date={date}T090000Z&X-Goog-Expires={seconds}&X-Goog-SignedHeaders={headers}"
        "&X-Goog-Signature=0fa0"
    )


def test_addresses_have_googles_form():
    assert case() == expected()
    assert case(at=datetime(2019, 3, 1, 9, tzinfo=UTC), seconds=20) == expected(date="20190301", seconds=20)
    assert case("test-bucket2/test-object2") == expected("test-bucket2/test-object2")
    assert case(headers={"BAR": "BAR-value", "foo": "foo-value"}) == expected(headers="bar%3Bfoo%3Bhost")


def test_slashes_of_a_name_stay_and_all_else_is_encoded():
    name = "path/with/slashes/under_score/amper&sand/file.ext"
    assert case(f"test-bucket/{name}") == expected(f"test-bucket/{name}".replace("&", "%26"))
    assert object_path("b", "a b~c+é") == "/b/a%20b~c%2B%C3%A9"


def test_the_string_to_sign_of_googles_first_case():
    text = signable("GET", "storage.googleapis.com", "/test-bucket/test-object", {}, Fixed(), AT, 10).text()
    digest = "00e2fb794ea93d7adb703edaebdd509821fcc7d4f1a79ac5c8d2b394df109320"
    assert text.decode() == f"GOOG4-RSA-SHA256\n20190201T090000Z\n{SCOPE}\n{digest}"


def test_headers_are_signed_in_lower_case_and_in_order():
    request = signable("PUT", "storage.googleapis.com", "/b/o", {"X-Goog-Z": "1", "Content-Type": "A"}, Fixed(), AT, 10)
    whole = (
        f"PUT\n/b/o\n{request.canonical_query}\ncontent-type:A\nhost:storage.googleapis.com\nx-goog-z:1\n\n"
        "content-type;host;x-goog-z\nUNSIGNED-PAYLOAD"
    )
    assert request.text().decode().endswith(hashlib.sha256(whole.encode()).hexdigest())


def test_the_key_of_an_hmac_is_derived_from_date_place_and_service():
    key = b"GOOG4secret"
    for part in (b"20190201", b"auto", b"storage", b"goog4_request"):
        key = hmac.digest(key, part, "sha256")
    assert HmacSigner("a", b"secret").sign(b"text", "20190201") == hmac.digest(key, b"text", "sha256")


@pytest.mark.parametrize("seconds", [-1, 0, 604_801])
def test_a_time_beyond_googles_limits_is_a_mistake(seconds):
    with pytest.raises(ValueError, match="time"):
        case(seconds=seconds)
