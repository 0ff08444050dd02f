"""Sign-in of staff: Google ID tokens (https://developers.google.com/identity/openid-connect/openid-connect)."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from google.auth.crypt import RSAVerifier, verify_signature

from belajar.cloud.certificates import Certificates
from belajar.errors import FinalError, Reason
from belajar.ports import Clock, Identity
from belajar.runtime.clock import SystemClock

SKEW: Final = timedelta(seconds=10)
"""By how much the issuer's clock and ours may differ."""
MAX_TOKEN_CHARACTERS: Final = 8192
_ADDRESS: Final = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,189}")
"""It becomes the name of a document."""
_SYSTEM_CLOCK: Final = SystemClock()


class GoogleIdentities:
    """Tokens for `audience` (our OAuth client) by `issuer`, whose PEM certificates by key id are at the given address.

    A token is believed until it expires; whether the person is (still) staff is looked up for every request.
    """

    def __init__(self, audience: str, issuer: str, certificates_url: str, clock: Clock = _SYSTEM_CLOCK) -> None:
        self._audience, self._clock = audience, clock
        # Google writes both (docs: validating an ID token).
        self._issuers = {issuer, issuer.removeprefix("https://")}
        self._certificates = Certificates(certificates_url, clock)

    def verify(self, token: str) -> Identity:
        """As the port; the refusal says nothing about the token."""
        claims = self._signed_claims(token)
        address, subject = claims.get("email"), claims.get("sub")
        fits = (
            claims.get("iss") in self._issuers,
            claims.get("aud") == self._audience,
            claims.get("email_verified") is True,
            _is_googles(address, claims.get("hd")),
            self._is_current(claims.get("iat"), claims.get("exp")),
        )
        if not (all(fits) and isinstance(address, str) and isinstance(subject, str) and subject):
            raise FinalError(Reason.INVALID_TOKEN)
        if not _ADDRESS.fullmatch(address.lower()):
            raise FinalError(Reason.INVALID_TOKEN)
        return Identity(address.lower(), subject)

    def _signed_claims(self, token: str) -> Mapping[str, Any]:
        """What the issuer has signed; nothing else of the payload is ever looked at."""
        parts = token.split(".") if len(token) <= MAX_TOKEN_CHARACTERS and token.isascii() else []
        if len(parts) != 3:  # noqa: PLR2004
            raise FinalError(Reason.INVALID_TOKEN)
        header = _object(parts[0])
        key_id = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(key_id, str):
            raise FinalError(Reason.INVALID_TOKEN)
        certificate = self._certificates.find(key_id)
        signed = f"{parts[0]}.{parts[1]}"
        if certificate is None or not verify_signature(signed, _bytes(parts[2]), certificate, RSAVerifier):
            raise FinalError(Reason.INVALID_TOKEN)
        return _object(parts[1])

    def _is_current(self, issued: Any, expires: Any) -> bool:
        if type(issued) is not int or type(expires) is not int:
            return False
        now, skew = self._clock.now().timestamp(), SKEW.total_seconds()
        return issued - skew <= now < expires + skew


def _is_googles(address: Any, hosted: Any) -> bool:
    """Whether Google keeps the mailbox: of any other, it knows only that somebody once could read it."""
    return isinstance(address, str) and (
        address.lower().endswith("@gmail.com") or (isinstance(hosted, str) and hosted != "")
    )


def _object(part: str) -> Mapping[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise FinalError(Reason.INVALID_TOKEN) from None
    if not isinstance(found, dict):
        raise FinalError(Reason.INVALID_TOKEN)
    return found


def _bytes(part: str) -> bytes:
    """Base64url without padding (RFC 7515)."""
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise FinalError(Reason.INVALID_TOKEN) from None
