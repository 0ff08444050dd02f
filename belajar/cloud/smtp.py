"""Mail by SMTP to a transactional relay: the main road (Gmail allows 2,000 mails a day)."""

import re
import smtplib
import ssl
from collections import Counter
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr

from belajar.errors import BelajarError, FinalError, Reason, RetryableError
from belajar.mail.mime import compose_mime
from belajar.ports import Mail

TIMEOUT_SECONDS = 10
OUR_FAULT = frozenset({503, 530, 535, 538})
"""Order of commands, authentication, encryption (RFC 5321, RFC 4954): nothing is wrong with the mailbox."""

ENHANCED = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
"""What RFC 3463 says more precisely at the beginning of the text: 5.1.1 = no such mailbox, 5.2.2 = full."""


class SmtpMailer:
    """One connection per mail; nothing is retried inside. `tls` demands STARTTLS with a valid certificate.

    `counts` tallies the `mails` that the relay took.
    """

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        *,
        tls: bool,
        user: str | None = None,
        password: str | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._tls, self._user, self._password = tls, user, password
        self._timeout_seconds = timeout_seconds
        self.counts: Counter[str] = Counter()
        self._envelope = parseaddr(sender)[1]

    def send(self, mail: Mail, *, resend: bool = False) -> None:  # noqa: ARG002 - the relay keeps the Message-ID
        """As in `Mailer`; the detail of an error is the reply's numbers only, as `550 5.1.1`."""
        message = compose_mime(mail, self._sender)
        try:
            client = smtplib.SMTP(
                self._host, self._port, self._envelope.partition("@")[2], timeout=self._timeout_seconds
            )
            try:
                self._hand_over(client, message)
            finally:
                client.close()
        except (smtplib.SMTPException, OSError) as error:
            raise translated(error) from None

    def _hand_over(self, client: smtplib.SMTP, message: EmailMessage) -> None:
        if self._tls:
            client.starttls(context=ssl.create_default_context())
        if self._user and self._password:
            client.login(self._user, self._password)
        client.send_message(message, self._envelope)
        self.counts["mails"] += 1
        # The relay has it: whatever happens to the good-bye must not send the mail twice.
        with suppress(smtplib.SMTPException, OSError):
            client.quit()


def translated(error: Exception) -> BelajarError:
    """Our word for a failure; drops the relay's text, which repeats addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _refusal(code, text)
    if isinstance(error, smtplib.SMTPDataError):
        return _refusal(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPResponseException):
        return RetryableError(Reason.MAIL_UNAVAILABLE, str(error.smtp_code))
    return RetryableError(Reason.MAIL_UNAVAILABLE, type(error).__name__)


def _refusal(code: int, text: bytes | str) -> BelajarError:
    """5xx is for ever, except where the relay objects to us and not to the mailbox.

    5.7.x is security or policy (RFC 3463), e.g. "relaying denied": were it final, one wrong setting of ours would mark
    every contact of the country as dead.
    """
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    enhanced = ENHANCED.match(words)
    numbers = f"{code} {enhanced[0]}" if enhanced else str(code)
    ours = code in OUR_FAULT or words.startswith("5.7.")
    if code < 500 or ours:  # noqa: PLR2004
        return RetryableError(Reason.MAIL_UNAVAILABLE, numbers)
    return FinalError(Reason.MAILBOX_REFUSED, numbers)
