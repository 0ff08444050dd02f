"""Leave for people without credentials to send or read one object, as signed addresses: the same form on every engine.

Bytes of citizens' letters so never pass through a function.
"""

import hashlib
import hmac
from typing import Final

from belajar.errors import Reason, RetryableError
from belajar.ports import Clock, UploadPermit
from belajar.rules.framing import framed
from belajar.rules.signed_urls import HmacSigner, Signer, signed_url
from belajar.runtime.clock import SystemClock

_SYSTEM_CLOCK: Final = SystemClock()


class Permits:
    """Signs as `signer` for the buckets behind `url`. Without a signer every permit is a RetryableError."""

    def __init__(self, url: str, signer: Signer | None, clock: Clock = _SYSTEM_CLOCK) -> None:
        self._url, self._signer, self._clock = url, signer, clock

    def upload(self, bucket: str, name: str, content_type: str, max_bytes: int, valid_seconds: int) -> UploadPermit:
        """As `Files.permit_upload`."""
        headers = {
            "Content-Type": content_type,
            "x-goog-content-length-range": f"1,{max_bytes}",
            # What was checked once must not be replaced behind the reviewer's back while the permit is still good.
            "x-goog-if-generation-match": "0",
        }
        return UploadPermit("PUT", self._sign("PUT", bucket, name, headers, valid_seconds), headers)

    def download(self, bucket: str, name: str, valid_seconds: int) -> str:
        """As `Files.permit_download`."""
        return self._sign("GET", bucket, name, {}, valid_seconds)

    def _sign(self, method: str, bucket: str, name: str, headers: dict[str, str], valid_seconds: int) -> str:
        if self._signer is None:
            raise RetryableError(Reason.FILES_UNAVAILABLE, "nobody signs permits here")
        now = self._clock.now()
        return signed_url(
            self._url, method, bucket, name, headers, signer=self._signer, at=now, valid_seconds=valid_seconds
        )


NO_PERMITS: Final = Permits("", None)


def local_signer(pepper: bytes) -> HmacSigner:
    """Of the local buckets; under a key of its own, so that no signature tells of the pepper's other uses."""
    return HmacSigner("local", hmac.digest(pepper, framed("upload-permits-v1"), hashlib.sha256))
