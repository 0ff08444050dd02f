"""SMS through a gateway that takes JSON over HTTPS."""

from collections import Counter
from typing import Final

from belajar.cloud.texter_wire import TIMEOUT_SECONDS, TextWire
from belajar.errors import FinalError, Reason, RetryableError
from belajar.ports import Text

_NUMBER_AT_FAULT: Final = frozenset({400, 404, 422})


class HttpTexter:
    """`POST url` {id, to, text, ttl?} with the id as Idempotency-Key: a gateway that keeps to it sends a text once.

    One call is one request; nothing is retried inside. `counts` tallies the `texts` that the gateway took.
    """

    def __init__(self, url: str, token: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._wire = TextWire(url, timeout_seconds)
        self._headers = {"Authorization": f"Bearer {token}"}
        self.counts: Counter[str] = Counter()

    def send(self, text: Text) -> None:
        """As the port. OutcomeUnknownError when the request went out and no answer came; details are numbers only."""
        headers = {**self._headers, "Idempotency-Key": text.id}
        status = self._wire.post(json=_body(text), headers=headers).status_code
        if 200 <= status < 300:  # noqa: PLR2004
            self.counts["texts"] += 1
        elif status in _NUMBER_AT_FAULT:
            raise FinalError(Reason.NUMBER_REFUSED, f"HTTP {status}")
        else:
            # Also 401 and 403: our token is for an engineer to mend, the person's number is not at fault.
            raise RetryableError(Reason.TEXT_UNAVAILABLE, f"HTTP {status}")

    def close(self) -> None:
        """Close open connections; a later call opens them again."""
        self._wire.close()


def _body(text: Text) -> dict[str, str | int]:
    """`ttl` in seconds from now: after that the gateway drops the text instead of sending it late."""
    body: dict[str, str | int] = {"id": text.id, "to": text.to, "text": text.body}
    return body if text.valid_seconds is None else body | {"ttl": max(text.valid_seconds, 1)}
