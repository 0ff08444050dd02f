"""Permits of both Files adapters, used as a browser does: without credentials, against the local buckets."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from googleapiclient.discovery_cache import get_static_doc
from werkzeug.wrappers import Request, Response

from belajar.cloud.files import StorageFiles
from belajar.cloud.upload_permits import IamSigner
from belajar.embedded.bus import SqliteBus
from belajar.embedded.files import FolderFiles
from belajar.errors import RetryableError
from belajar.rules.signed_urls import Signable
from belajar.runtime.permits import Permits, local_signer
from devstack.buckets import BucketsApp
from devstack.host.mounts import Mounts, unknown_path
from devstack.topology import Bucket
from tests.support.clock import ManualClock
from tests.support.serving import serving

NAME = "surat/0123456789abcdef/1 a+b.pdf"
PDF = b"%PDF-1.7 invented"
ACCOUNT = "letters@school.iam.gserviceaccount.com"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def buckets_url(tmp_path, clock):
    """Under a mount, as in the local stack."""
    silent = {name: Bucket(retention_days=1) for name in ("letters", "rosters")}
    bus = SqliteBus(tmp_path / "bus.sqlite")
    app = BucketsApp(FolderFiles(tmp_path / "buckets"), bus, silent, local_signer(b"p" * 32), clock)
    with serving(Mounts({"_buckets": app}, unknown_path)) as url:
        yield f"{url}/_buckets"
    bus.close()


@pytest.fixture(params=["folder", "storage"])
def files(request, tmp_path, buckets_url, clock):
    permits = Permits(buckets_url, local_signer(b"p" * 32), clock)
    if request.param == "folder":
        yield FolderFiles(tmp_path / "buckets", permits)
        return
    storage = StorageFiles(buckets_url, clock, permits)
    yield storage
    storage.close()


@pytest.fixture
def permit(files):
    return files.permit_upload("letters", NAME, "application/pdf", 100, 600)


def use(permit, data=PDF, url=None, **headers):
    """Send as the permit says, but for the headers given; None leaves one out."""
    kept = {name: value for name, value in (dict(permit.headers) | headers).items() if value is not None}
    return requests.request(permit.method, url or permit.url, data=data, headers=kept, timeout=30)


def told(answer):
    code = answer.text.partition("<Code>")[2].partition("</Code>")[0]
    return answer.status_code, code


def test_whoever_has_a_permit_uploads_the_object_and_only_that_one(files, permit):
    assert use(permit).status_code == 200
    assert files.read("letters", NAME, 0, 100) == PDF
    elsewhere = permit.url.replace("0123456789abcdef", "fedcba9876543210")
    assert told(use(permit, url=elsewhere)) == (403, "SignatureDoesNotMatch")
    assert told(use(permit, url=permit.url.replace("/letters/", "/rosters/"))) == (403, "SignatureDoesNotMatch")
    assert files.list("letters", "") == [NAME]
    assert files.list("rosters", "") == []


def test_the_headers_of_a_permit_are_all_that_its_holder_must_send(permit):
    assert permit.method == "PUT"
    assert permit.headers == {
        "Content-Type": "application/pdf",
        "x-goog-content-length-range": "1,100",
        "x-goog-if-generation-match": "0",
    }


def test_a_letter_that_is_there_is_not_replaced(files, permit):
    use(permit)

    assert told(use(permit, b"%PDF another")) == (412, "PreconditionFailed")
    assert files.read("letters", NAME, 0, 100) == PDF


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, (400, "EntityTooSmall")), (1, (200, "")), (100, (200, "")), (101, (400, "EntityTooLarge"))],
)
def test_the_size_is_kept_to(files, permit, size, expected):
    assert told(use(permit, b"x" * size)) == expected
    assert (files.stat("letters", NAME) is not None) == (expected[0] == 200)


def test_20_megabytes_are_refused_with_an_answer_that_the_sender_hears(files, permit):
    assert told(use(permit, bytes(20_000_000))) == (400, "EntityTooLarge")
    assert files.stat("letters", NAME) is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Content-Type": "text/html"}, (403, "SignatureDoesNotMatch")),
        ({"x-goog-content-length-range": "1,1000000"}, (403, "SignatureDoesNotMatch")),
        ({"x-goog-content-length-range": None}, (400, "MalformedSecurityHeader")),
        ({"x-goog-if-generation-match": None}, (400, "MalformedSecurityHeader")),
        ({"x-goog-acl": "public-read"}, (400, "MalformedSecurityHeader")),
        ({"Host": "elsewhere.test"}, (403, "SignatureDoesNotMatch")),
    ],
    ids=str,
)
def test_other_headers_than_the_permits_are_refused(files, permit, headers, expected):
    assert told(use(permit, **headers)) == expected
    assert files.stat("letters", NAME) is None


@pytest.mark.parametrize(("seconds", "expected"), [(599, (200, "")), (600, (400, "ExpiredToken"))])
def test_a_permit_ends(permit, clock, seconds, expected):
    clock.advance(seconds=seconds)

    assert told(use(permit)) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("X-Goog-Expires=600", "X-Goog-Expires=6000"),
        ("X-Goog-Credential=local", "X-Goog-Credential=other"),
        ("GOOG4-HMAC-SHA256", "GOOG4-RSA-SHA256"),
        ("&X-Goog-Signature=", "&X-Goog-Signature=00"),
        ("X-Goog-SignedHeaders=content-type%3B", "X-Goog-SignedHeaders="),
        ("X-Goog-Date=2", "X-Goog-Date=3"),
    ],
)
def test_a_changed_address_is_refused(files, permit, before, after):
    assert before in permit.url
    assert told(use(permit, url=permit.url.replace(before, after))) == (403, "SignatureDoesNotMatch")
    assert files.stat("letters", NAME) is None


def test_a_permit_to_upload_does_not_allow_reading(files, permit):
    use(permit)
    assert told(requests.get(permit.url, headers=permit.headers, timeout=30)) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (PDF, "application/pdf"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"\x89PNG\r\n", "image/png"),
        (b"<script>", "application/octet-stream"),
    ],
)  # fmt: skip
def test_a_letter_is_read_under_its_link_and_never_as_a_page(files, content, shown):
    files.write("letters", NAME, content)
    answer = requests.get(files.permit_download("letters", NAME, 60), timeout=30)

    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["Content-Type"] == shown
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_link_ends_and_is_for_one_object(files, clock):
    files.write("letters", NAME, PDF)
    files.write("letters", "other", PDF)
    link = files.permit_download("letters", NAME, 60)

    assert told(requests.get(link.replace(NAME.partition("/")[0], "lain"), timeout=30))[0] == 403
    clock.advance(seconds=60)
    assert told(requests.get(link, timeout=30)) == (400, "ExpiredToken")


def test_a_link_to_nothing_says_so(files):
    assert told(requests.get(files.permit_download("letters", NAME, 60), timeout=30)) == (404, "NoSuchKey")


def test_without_a_signature_nothing_is_given(files, buckets_url):
    files.write("letters", "open", PDF)
    assert told(requests.get(f"{buckets_url}/letters/open", timeout=30)) == (403, "AccessDenied")


def test_an_unknown_bucket_holds_nothing(files):
    answer = requests.get(files.permit_download("unknown", NAME, 60), timeout=30)
    assert answer.status_code == 404


@pytest.mark.parametrize("seconds", [0, 604_801])
def test_a_time_that_google_does_not_accept_is_our_mistake(files, seconds):
    with pytest.raises(ValueError, match="time"):
        files.permit_download("letters", NAME, seconds)


def test_adapters_without_a_signer_give_no_permits(tmp_path):
    for files in (FolderFiles(tmp_path), StorageFiles("http://127.0.0.1:1")):
        with pytest.raises(RetryableError, match="files_unavailable"):
            files.permit_upload("letters", NAME, "application/pdf", 100, 600)
        with pytest.raises(RetryableError, match="files_unavailable"):
            files.permit_download("letters", NAME, 600)


class SignBlob:
    """IAM credentials' signBlob with a key of its own; `answer` takes its place."""

    def __init__(self) -> None:
        self.key, self.requests, self.answer = rsa.generate_private_key(65537, 2048), [], None

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        request = Request(environ)
        payload = base64.b64decode(request.get_json()["payload"])
        self.requests.append(request)
        signed = self.key.sign(payload, padding.PKCS1v15(), SHA256())
        body = {"keyId": "1", "signedBlob": base64.b64encode(signed).decode()}
        return (self.answer or Response(json.dumps(body)))(environ, start_response)


@pytest.fixture
def sign_blob():
    return SignBlob()


@pytest.fixture
def cloud_files(sign_blob, clock):
    with serving(sign_blob) as url:
        signer = IamSigner(ACCOUNT, url, clock)
        google = "https://storage.googleapis.com"
        yield StorageFiles(google, clock, Permits(google, signer, clock))
        signer.close()


def test_in_the_cloud_googles_key_signs_what_cloud_storage_will_check(cloud_files, sign_blob):
    permit = cloud_files.permit_upload("letters", "surat/a b.pdf", "application/pdf", 100, 600)
    address = urlsplit(permit.url)
    query = {name: value for name, [value] in parse_qs(address.query, strict_parsing=True).items()}
    signature = bytes.fromhex(query.pop("X-Goog-Signature"))

    assert (address.scheme, address.netloc, address.path) == (
        "https",
        "storage.googleapis.com",
        "/letters/surat/a%20b.pdf",
    )
    assert query == {
        "X-Goog-Algorithm": "GOOG4-RSA-SHA256",
        "X-Goog-Credential": f"{ACCOUNT}/20260713/auto/storage/goog4_request",
        "X-Goog-Date": "20260713T010000Z",
        "X-Goog-Expires": "600",
        "X-Goog-SignedHeaders": "content-type;host;x-goog-content-length-range;x-goog-if-generation-match",
    }
    headers = {"host": address.netloc} | {name.lower(): value for name, value in permit.headers.items()}
    signed = Signable("PUT", address.path, headers, query).text()
    sign_blob.key.public_key().verify(signature, signed, padding.PKCS1v15(), SHA256())


def test_the_call_is_that_of_googles_discovery_document(cloud_files, sign_blob):
    cloud_files.permit_download("letters", "a", 600)
    document = json.loads(get_static_doc("iamcredentials", "v1"))
    method = document["resources"]["projects"]["resources"]["serviceAccounts"]["methods"]["signBlob"]
    [request] = sign_blob.requests

    assert request.method == method["httpMethod"]
    assert request.path == "/" + method["path"].replace("{+name}", f"v1/projects/-/serviceAccounts/{ACCOUNT}")[3:]
    assert set(request.get_json()) <= set(document["schemas"]["SignBlobRequest"]["properties"])
    assert "signedBlob" in document["schemas"]["SignBlobResponse"]["properties"]


@pytest.mark.parametrize(
    "answer", [Response(status=403), Response("{}"), Response("<html>"), Response('{"signedBlob": "?"}')]
)
def test_an_answer_that_is_no_signature_is_retryable(cloud_files, sign_blob, answer):
    sign_blob.answer = answer
    with pytest.raises(RetryableError, match="files_unavailable"):
        cloud_files.permit_download("letters", "a", 600)
