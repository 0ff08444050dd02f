"""The way of one text to a gateway: a single request, and whether it can have arrived when it fails."""

from functools import cached_property
from typing import Any, Final

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from belajar.errors import OutcomeUnknownError, Reason, RetryableError

TIMEOUT_SECONDS: Final = 10


class TextWire:
    """Posts to one gateway; nothing is retried inside."""

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self._url, self._timeout_seconds = url, timeout_seconds

    def post(self, **request: Any) -> requests.Response:
        """The answer, whatever its status. OutcomeUnknownError when the request went out and no answer came."""
        try:
            return self._session.post(self._url, timeout=self._timeout_seconds, allow_redirects=False, **request)
        except requests.RequestException as error:
            # Without a cause: texts of these errors may repeat what was sent.
            if _was_never_sent(error):
                raise RetryableError(Reason.TEXT_UNAVAILABLE, type(error).__name__) from None
            raise OutcomeUnknownError(type(error).__name__) from None

    def close(self) -> None:
        """Close open connections; a later call opens them again."""
        if session := self.__dict__.pop("_session", None):
            session.close()

    @cached_property
    def _session(self) -> requests.Session:
        session = requests.Session()
        # No proxy stands between us and this machine.
        session.trust_env = not self._url.startswith("http://")
        return session


def _was_never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
