"""Google's V4 signatures on addresses of objects: what is signed, and how it becomes part of the address.

Source: https://cloud.google.com/storage/docs/authentication/canonical-requests and .../signatures. Cloud Storage checks
them in the cloud, devstack.bucket_permits on one machine.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from urllib.parse import quote, urlsplit

MAX_VALID_SECONDS: Final = 7 * 24 * 3600
"""Google's limit."""
TIME_FORMAT: Final = "%Y%m%dT%H%M%SZ"
SIGNATURE: Final = "X-Goog-Signature"
_SCOPE: Final = "auto/storage/goog4_request"


class Signer(Protocol):
    """Signs texts as one account; `algorithm` as Google names it."""

    algorithm: str
    account: str

    def sign(self, text: bytes, date: str) -> bytes:
        """The signature; `date` is that of the credential (YYYYMMDD). Raises RetryableError."""
        ...


@dataclass(frozen=True, slots=True)
class Signable:
    """One request that is to be allowed: everything but the signature. Header names in lower case, `host` included."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]

    @property
    def canonical_query(self) -> str:
        """Parameters in order of their names."""
        return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(self.query.items()))

    def text(self) -> bytes:
        """The string to sign."""
        headers = "".join(f"{name}:{value}\n" for name, value in sorted(self.headers.items()))
        names = ";".join(sorted(self.headers))
        request = "\n".join((self.method, self.path, self.canonical_query, headers, names, "UNSIGNED-PAYLOAD"))
        digest = hashlib.sha256(request.encode()).hexdigest()
        scope = self.query["X-Goog-Credential"].partition("/")[2]
        return "\n".join((self.query["X-Goog-Algorithm"], self.query["X-Goog-Date"], scope, digest)).encode()


def signable(
    method: str, host: str, path: str, headers: Mapping[str, str], signer: Signer, at: datetime, valid_seconds: int
) -> Signable:
    """The request that `signer` allows from `at` (UTC) on; `path` as `object_path` makes it."""
    if not 0 < valid_seconds <= MAX_VALID_SECONDS:
        raise ValueError("not a time that Google accepts")
    signed = {"host": host} | {name.lower(): value for name, value in headers.items()}
    query = {
        "X-Goog-Algorithm": signer.algorithm,
        "X-Goog-Credential": f"{signer.account}/{at:%Y%m%d}/{_SCOPE}",
        "X-Goog-Date": at.strftime(TIME_FORMAT),
        "X-Goog-Expires": str(valid_seconds),
        "X-Goog-SignedHeaders": ";".join(sorted(signed)),
    }
    return Signable(method, path, signed, query)


def signed_url(
    base: str, method: str, bucket: str, name: str, headers: Mapping[str, str], *,
    signer: Signer, at: datetime, valid_seconds: int,
) -> str:  # fmt: skip
    """Address at `base` with which anybody may make this one request, sending `headers`. Raises RetryableError."""
    path = object_path(bucket, name)
    request = signable(method, urlsplit(base).netloc, path, headers, signer, at, valid_seconds)
    signature = signer.sign(request.text(), f"{at:%Y%m%d}")
    return f"{base.rstrip('/')}{path}?{request.canonical_query}&{SIGNATURE}={signature.hex()}"


def object_path(bucket: str, name: str) -> str:
    """Of an object: slashes in its name stay."""
    return f"/{bucket}/{quote(name, safe='/~')}"


class HmacSigner:
    """Signs with a secret that the checking side knows too (GOOG4-HMAC-SHA256)."""

    algorithm = "GOOG4-HMAC-SHA256"

    def __init__(self, account: str, secret: bytes) -> None:
        self.account = account
        self._secret = secret

    def sign(self, text: bytes, date: str) -> bytes:
        """As `Signer`; raises nothing."""
        key = b"GOOG4" + self._secret
        for part in (date, *_SCOPE.split("/")):
            key = hmac.digest(key, part.encode(), hashlib.sha256)
        return hmac.digest(key, text, hashlib.sha256)


def _quoted(text: str) -> str:
    return quote(text, safe="~")
