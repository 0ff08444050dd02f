"""The gateway in Twilio's form: its Messages resource, as far as TwilioTexter uses it, with Twilio's error codes.

As with Twilio, every request makes a message: there is no idempotency key.
"""

import hmac
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from devstack.texts.network import Fate, Network

PARAMETERS: Final = frozenset({"To", "From", "MessagingServiceSid", "Body", "ValidityPeriod"})
"""Others are refused, lest a caller relies on what is not simulated."""
_E164: Final = re.compile(r"\+[1-9]\d{6,14}")
_MAX_BODY: Final = 1600
_MAX_VALID_SECONDS: Final = 36_000


class TwilioError(Exception):
    """Status, code and message as Twilio gives them."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class TwilioForm:
    """Any account, whose token this is, and any of its API keys, whose secret it is."""

    def __init__(self, network: Network, token: str) -> None:
        self._network, self._token = network, token

    def create(self, request: Request, account: str) -> Response:
        """`POST Messages.json`. Raises ConnectionError where no answer is to come."""
        try:
            self._check_credentials(request, account)
            return self._created(request, account, _checked(request.form))
        except TwilioError as error:
            more = f"https://www.twilio.com/docs/errors/{error.code}"
            body = {"code": error.code, "message": error.message, "more_info": more, "status": error.status}
            return _answer(error.status, body)

    def _check_credentials(self, request: Request, account: str) -> None:
        given = request.authorization
        user, password = (given.username or "", given.password or "") if given else ("", "")
        if not (user == account or user.startswith("SK")) or not hmac.compare_digest(
            password.encode(), self._token.encode()
        ):
            raise TwilioError(401, 20003, "Authenticate")

    def _created(self, request: Request, account: str, form: Mapping[str, str]) -> Response:
        to, valid, sid = form["To"], form.get("ValidityPeriod"), f"SM{secrets.token_hex(16)}"
        fate = self._network.take(request, sid, to, form["Body"], int(valid) if valid else None)
        if fate is Fate.REFUSED:
            raise TwilioError(400, 21614, f"'To' number is not a valid mobile number: {to}")
        if fate is Fate.DOWN:
            raise TwilioError(503, 20503, "Service unavailable")
        message = {"sid": sid, "account_sid": account, "status": "queued", "to": to, "body": form["Body"]}
        return _answer(201, message | {"error_code": None, "error_message": None})


def _checked(form: Mapping[str, str]) -> Mapping[str, str]:
    if unknown := set(form) - PARAMETERS:
        raise TwilioError(400, 20001, f"Not simulated: {sorted(unknown)}")
    if not form.get("To"):
        raise TwilioError(400, 21604, "A 'To' phone number is required.")
    if not (form.get("From") or form.get("MessagingServiceSid")):
        raise TwilioError(400, 21603, "A 'From' phone number is required.")
    if not form.get("Body"):
        raise TwilioError(400, 21602, "Message body is required.")
    if len(form["Body"]) > _MAX_BODY:
        raise TwilioError(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    if not _E164.fullmatch(form["To"]):
        raise TwilioError(400, 21211, f"Invalid 'To' Phone Number: {form['To']}")
    if not _is_validity(form.get("ValidityPeriod", "1")):
        raise TwilioError(400, 21624, "Invalid validity period value")
    return form


def _is_validity(text: str) -> bool:
    return text.isdecimal() and 1 <= int(text) <= _MAX_VALID_SECONDS


def _answer(status: int, body: Mapping[str, Any]) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
