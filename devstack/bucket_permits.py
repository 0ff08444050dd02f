"""Checks signed addresses as Cloud Storage's XML API does, against the key that the local buckets share with signers.

Codes: https://cloud.google.com/storage/docs/xml-api/reference-status
"""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape

from werkzeug.wrappers import Request, Response

from belajar.ports import Clock
from belajar.rules.signed_urls import SIGNATURE, TIME_FORMAT, Signable, Signer, object_path

RANGE: Final = "x-goog-content-length-range"
ONCE: Final = "x-goog-if-generation-match"
_SKEW: Final = timedelta(minutes=15)
_ENVELOPE: Final = (
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
)


class DeniedError(Exception):
    """A signed request that is not carried out."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message

    def answer(self) -> Response:
        """In the XML API's form."""
        body = _ENVELOPE.format(code=self.code, message=escape(self.message))
        return Response(body, self.status, content_type="application/xml; charset=UTF-8")


class PermitChecker:
    """Knows one signer; without one no address is good."""

    def __init__(self, signer: Signer | None, clock: Clock) -> None:
        self._signer, self._clock = signer, clock

    def check(self, request: Request, bucket: str, name: str) -> None:
        """Raises DeniedError unless this very request was signed, is still good and keeps to the size it may have."""
        given = request.args.to_dict()
        signature = given.pop(SIGNATURE, "")
        if self._signer is None or not signature:
            raise DeniedError(403, "AccessDenied", "Anonymous caller does not have access to this object.")
        signed = Signable(request.method, object_path(bucket, name), _signed_headers(request), given)
        if not self._made(self._signer, signed, signature):
            raise DeniedError(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.")
        self._check_time(given)
        _check_size(request)

    def _made(self, signer: Signer, signed: Signable, signature: str) -> bool:
        date = signed.query.get("X-Goog-Date", "")[:8]
        credential = f"{signer.account}/{date}/auto/storage/goog4_request"
        named = (signed.query.get("X-Goog-Algorithm"), signed.query.get("X-Goog-Credential"))
        if named != (signer.algorithm, credential):
            return False
        return hmac.compare_digest(signer.sign(signed.text(), date).hex().encode(), signature.encode())

    def _check_time(self, query: dict[str, str]) -> None:
        """The signature holds, so the parameters are the signer's own and well formed."""
        start = datetime.strptime(query["X-Goog-Date"], TIME_FORMAT).replace(tzinfo=UTC)
        end = start + timedelta(seconds=int(query["X-Goog-Expires"]))
        if not start - _SKEW <= self._clock.now() < end:
            raise DeniedError(400, "ExpiredToken", "Invalid argument. The permit is no longer good.")


def _signed_headers(request: Request) -> dict[str, str]:
    names = set(request.args.get("X-Goog-SignedHeaders", "").split(";"))
    loose = {name.lower() for name in request.headers.keys() if name.lower().startswith("x-goog-")} - names  # noqa: SIM118
    missing = {name for name in names if name not in request.headers}
    if loose or missing:
        raise DeniedError(400, "MalformedSecurityHeader", f"Header(s) {', '.join(sorted(loose | missing))}.")
    return {name: request.headers[name].strip() for name in names}


def _check_size(request: Request) -> None:
    if request.method != "PUT" or RANGE not in request.headers:
        return
    least, most = (int(bound) for bound in request.headers[RANGE].split(","))
    if request.content_length is None:
        raise DeniedError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
    if request.content_length < least:
        raise DeniedError(400, "EntityTooSmall", f"Content-length must be at least {least}.")
    if request.content_length > most:
        raise DeniedError(400, "EntityTooLarge", f"Content-length exceeds upper bound on range {most}.")
