"""SMS through Twilio's Messages resource, without Twilio's client library: it is one request."""

import re
from collections import Counter
from typing import Final

import requests

from belajar.cloud.texter_wire import TIMEOUT_SECONDS, TextWire
from belajar.errors import FinalError, OutcomeUnknownError, Reason, RetryableError
from belajar.ports import Text

URL: Final = "https://api.twilio.com"
MAX_VALID_SECONDS: Final = 36_000
"""Upper end of ValidityPeriod, of which 1 is the lower (Twilio's error 21624)."""
# Numbers that can never be served: no phone number, out of reach, not valid, a short code, opted out, not a mobile,
# a landline. Not among them are 21408 (region not opened), 21612 (sender not allowed there) and 21608 (trial account):
# every number we take in is an Indonesian mobile, so these are about our account.
_NUMBER_AT_FAULT: Final = frozenset({21211, 21214, 21217, 21265, 21610, 21614, 21635})
_SERVICE: Final = re.compile("MG[0-9a-f]{32}")
_REQUEST_TIMEOUT, _SERVER_ERROR, _UNAVAILABLE = 408, 500, 503


class TwilioTexter:
    """Sends as `sender`: a number in E.164, a registered name, or a messaging service (`MG...`).

    `user` and `password`: an API key and its secret, or the account and its token. One call is one request. Twilio
    knows no idempotency key: a text that is sent again goes out again. `counts` tallies the `texts` that Twilio took.
    """

    def __init__(
        self,
        account: str,
        sender: str,
        user: str,
        password: str,
        *,
        url: str = URL,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._wire = TextWire(f"{url.rstrip('/')}/2010-04-01/Accounts/{account}/Messages.json", timeout_seconds)
        self._auth = (user, password)
        self._sender = {"MessagingServiceSid" if _SERVICE.fullmatch(sender) else "From": sender}
        self.counts: Counter[str] = Counter()

    def send(self, text: Text) -> None:
        """As the port. OutcomeUnknownError for no answer and for any that leaves open whether the text was taken."""
        answer = self._wire.post(data=self._form(text), auth=self._auth)
        if not 200 <= answer.status_code < 300:  # noqa: PLR2004
            raise _failure(answer)
        self.counts["texts"] += 1

    def close(self) -> None:
        """Close open connections; a later call opens them again."""
        self._wire.close()

    def _form(self, text: Text) -> dict[str, str]:
        form = {"To": text.to, "Body": text.body} | self._sender
        if text.valid_seconds is None:
            return form
        return form | {"ValidityPeriod": str(min(max(text.valid_seconds, 1), MAX_VALID_SECONDS))}


def _failure(answer: requests.Response) -> FinalError | RetryableError:
    """Details are numbers only: Twilio's messages repeat the phone number."""
    status, code = answer.status_code, _code(answer)
    detail = f"HTTP {status}, Twilio {code}" if code else f"HTTP {status}"
    if code in _NUMBER_AT_FAULT:
        return FinalError(Reason.NUMBER_REFUSED, detail)
    if status == _REQUEST_TIMEOUT or (status >= _SERVER_ERROR and status != _UNAVAILABLE):
        return OutcomeUnknownError(detail)
    # Also a refusal of our rights, sender or money: for an engineer to mend, the person's number is not at fault.
    return RetryableError(Reason.TEXT_UNAVAILABLE, detail)


def _code(answer: requests.Response) -> int | None:
    try:
        code = answer.json()["code"]
    except (ValueError, LookupError, TypeError):
        return None
    return code if isinstance(code, int) else None
