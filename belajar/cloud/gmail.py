"""Mail by the Gmail API: the small road, 150 sends a minute and 2,000 a day per user."""

import base64
import json
import logging
from contextlib import closing
from email.utils import parseaddr
from http.client import HTTPException
from typing import Any

import google_auth_httplib2
import httplib2
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import GoogleAuthError
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from belajar.errors import BelajarError, FinalError, Reason, RetryableError
from belajar.mail.mime import MARK, compose_mime, mark_of
from belajar.ports import Mail

TIMEOUT_SECONDS = 10
LOOK_BACK = 50
"""How many of the newest sent mails are compared before a resend: 20 s at full rate, half an hour at the daily one."""
FAILURES = (HttpError, GoogleAuthError, httplib2.HttpLib2Error, HTTPException, OSError)
SCOPES = ("https://www.googleapis.com/auth/gmail.send", "https://www.googleapis.com/auth/gmail.metadata")


class GmailMailer:
    """Sends as `sender`. `url` given = a local stand-in without credentials; None = Google.

    Gmail replaces the Message-ID, so a resend first looks for our mark among the newest sent mails.
    """

    def __init__(self, sender: str, url: str | None, service_account: str | None) -> None:
        # The client logs what Gmail answers to a refusal as a warning: there are addresses in it.
        logging.getLogger("googleapiclient").setLevel(logging.ERROR)
        self._sender = sender
        self._credentials = _anonymous() if url else _delegated(service_account, parseaddr(sender)[1])
        options = {"api_endpoint": url} if url else {}
        # The service itself holds no connection: each request brings its own, because httplib2 is not thread-safe.
        self._messages = (
            build("gmail", "v1", http=self._http(), client_options=options, static_discovery=True).users().messages()
        )

    def send(self, mail: Mail, *, resend: bool = False) -> None:
        """As in `Mailer`."""
        raw = base64.urlsafe_b64encode(compose_mime(mail, self._sender).as_bytes()).decode()
        try:
            if resend and self._sent_before(mark_of(mail)):
                return
            sent = self._execute(self._messages.send(userId="me", body={"raw": raw}))
        except FAILURES as error:
            raise translated(error) from None
        if "id" not in sent:
            raise RetryableError(Reason.MAIL_UNAVAILABLE, "no id")

    def _sent_before(self, mark: str) -> bool:
        """The SENT label and not a search: the search index lags behind."""
        page = self._execute(self._messages.list(userId="me", labelIds=["SENT"], maxResults=LOOK_BACK))
        return any(self._mark(entry["id"]) == mark for entry in page.get("messages", []))

    def _mark(self, gmail_id: str) -> str | None:
        message = self._execute(self._messages.get(userId="me", id=gmail_id, format="metadata", metadataHeaders=[MARK]))
        headers = message.get("payload", {}).get("headers", [])
        return next((header["value"] for header in headers if header["name"].lower() == MARK.lower()), None)

    def _execute(self, request: Any) -> dict[str, Any]:
        with closing(self._http()) as http:
            answer = request.execute(http=http)
        if not isinstance(answer, dict):  # the client hands on whatever is not JSON as text, even for a 200
            raise RetryableError(Reason.MAIL_UNAVAILABLE, "no JSON")
        return answer

    def _http(self) -> Any:
        plain = httplib2.Http(timeout=TIMEOUT_SECONDS)
        return google_auth_httplib2.AuthorizedHttp(self._credentials, http=plain)


def translated(error: Exception) -> BelajarError:
    """Our word for a failure. Only a 400 that names the recipient is the mailbox's fault."""
    if not isinstance(error, HttpError):
        return RetryableError(Reason.MAIL_UNAVAILABLE, type(error).__name__)
    status = int(error.resp.status)
    if status == 400 and "to header" in _message(error).lower():  # noqa: PLR2004
        return FinalError(Reason.MAILBOX_REFUSED, str(status))
    return RetryableError(Reason.MAIL_UNAVAILABLE, str(status))


def _message(error: HttpError) -> str:
    try:
        return str(json.loads(error.content)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return ""


def _anonymous() -> Credentials:
    return AnonymousCredentials()


def _delegated(service_account: str | None, user: str) -> Credentials:
    """Keyless domain-wide delegation: the service account signs for the sending mailbox."""
    import google.auth
    from google.auth import impersonated_credentials

    source, _ = google.auth.default()
    return impersonated_credentials.Credentials(source, service_account, list(SCOPES), subject=user)
