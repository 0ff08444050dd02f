"""ID tokens as Google writes them."""

import hashlib
from functools import lru_cache
from typing import Any, Final

from google.auth import jwt
from google.auth.crypt import RSASigner

from belajar.ports import Clock
from belajar.runtime.clock import SystemClock
from devstack.issuer.key import IssuerKey

VALID_SECONDS: Final = 3600
AUDIENCE: Final = "belajar.id"
_SYSTEM_CLOCK: Final = SystemClock()


class Issuer:
    """Issues for one audience under the name `url`."""

    def __init__(self, key: IssuerKey, url: str, audience: str = AUDIENCE, clock: Clock = _SYSTEM_CLOCK) -> None:
        self.certificates = {key.id: key.certificate}
        self._signer = _signer(key.pem, key.id)
        self._url, self._audience, self._clock = url, audience, clock

    def token(self, address: str, **changed: Any) -> str:
        """For this address, good for an hour. `changed`: claims in place of the usual ones, None leaves one out."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": self._url,
            "azp": self._audience,
            "aud": self._audience,
            "sub": str(int(hashlib.sha256(address.lower().encode()).hexdigest()[:16], 16)),
            "hd": address.rpartition("@")[2].lower(),
            "email": address,
            "email_verified": True,
            "iat": now,
            "exp": now + VALID_SECONDS,
        }
        kept = {name: value for name, value in (claims | changed).items() if value is not None}
        token: bytes = jwt.encode(self._signer, kept)
        return token.decode()


@lru_cache(maxsize=8)
def _signer(pem: bytes, key_id: str) -> RSASigner:
    """Read once: proving the numbers of an RSA key takes longer than signing with it."""
    signer: RSASigner = RSASigner.from_string(pem, key_id)
    return signer
