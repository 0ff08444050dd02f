"""SMS through a gateway that takes JSON over HTTPS."""

from collections import Counter
from functools import cached_property
from typing import Final

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from belajar.ports import Text

TIMEOUT_SECONDS: Final = 10
_NUMBER_AT_FAULT: Final = frozenset({400, 404, 422})


class HttpTexter:
    """`POST url` {id, to, text} with the id as Idempotency-Key: a gateway that keeps to it sends a text once.

    One call is one request; nothing is retried inside. `counts` tallies the `texts` that the gateway took.
    """

    def __init__(self, url: str, token: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._url, self._timeout_seconds = url, timeout_seconds
        self._headers = {"Authorization": f"Bearer {token}"}
        self.counts: Counter[str] = Counter()

    def send(self, text: Text) -> None:
        """As the port. OutcomeUnknownError when the request went out and no answer came; details are numbers only."""
        status = self._post(text)
        if 200 <= status < 300:  # noqa: PLR2004
            self.counts["texts"] += 1
        elif status in _NUMBER_AT_FAULT:
            raise FinalError(Reason.NUMBER_REFUSED, f"HTTP {status}")
        else:
            # Also 401 and 403: our token is for an engineer to mend, the person's number is not at fault.
            raise RetryableError(Reason.TEXT_UNAVAILABLE, f"HTTP {status}")

    def close(self) -> None:
        """Close open connections; a later call opens them again."""
        if session := self.__dict__.pop("_session", None):
            session.close()

    def _post(self, text: Text) -> int:
        try:
            answer = self._session.post(
                self._url,
                json={"id": text.id, "to": text.to, "text": text.body},
                headers={**self._headers, "Idempotency-Key": text.id},
                timeout=self._timeout_seconds,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            # Without a cause: texts of these errors may repeat what was sent.
            if _was_never_sent(error):
                raise RetryableError(Reason.TEXT_UNAVAILABLE, type(error).__name__) from None
            raise OutcomeUnknownError(type(error).__name__) from None
        return answer.status_code

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
