"""Signs addresses of objects with the service account's own key, which Google keeps: no key file exists."""

import base64
import binascii
from typing import Final

from belajar.cloud.rest import RestApi
from belajar.errors import Reason, RetryableError
from belajar.ports import Clock
from belajar.runtime.clock import SystemClock

IAM_URL: Final = "https://iamcredentials.googleapis.com"
_SYSTEM_CLOCK: Final = SystemClock()


class IamSigner:
    """IAM signBlob as `account`; the function's own account needs roles/iam.serviceAccountTokenCreator on it."""

    algorithm = "GOOG4-RSA-SHA256"

    def __init__(self, account: str, url: str = IAM_URL, clock: Clock = _SYSTEM_CLOCK) -> None:
        self.account = account
        self._api = RestApi(url, Reason.FILES_UNAVAILABLE, clock)

    def sign(self, text: bytes, date: str) -> bytes:  # noqa: ARG002 - the key is not derived from the date
        """As `Signer`."""
        path = f"/v1/projects/-/serviceAccounts/{self.account}:signBlob"
        answer = self._api.call("POST", path, body={"payload": base64.b64encode(text).decode()})
        try:
            return base64.b64decode(answer.json()["signedBlob"], validate=True)
        except (ValueError, KeyError, TypeError, binascii.Error):
            raise RetryableError(Reason.FILES_UNAVAILABLE, "not a signature") from None

    def close(self) -> None:
        """Close open connections."""
        self._api.close()
