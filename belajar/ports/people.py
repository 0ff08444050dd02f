"""Reaching and recognising people: mail, SMS, sign-in of staff."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person. `message_id` is stable over retries, without angle brackets."""

    message_id: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)


class Mailer(Protocol):
    """Hands a mail to a relay, which takes it from there."""

    def send(self, mail: Mail, *, resend: bool = False) -> None:
        """Raises FinalError(MAILBOX_REFUSED) if it will never be taken, RetryableError otherwise (may have been sent).

        `resend`: an earlier try may have gone out. A relay that keeps Message-IDs may send again; one that replaces
        them looks among its sent mails first.
        """
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """One SMS. `id` is ours and stable over retries; `to` E.164; `body` at most 160 GSM-7 characters.

    `valid_seconds`: after that it is worth nothing, and a gateway that can drops it; None = whenever it comes.
    """

    id: str
    to: str = field(repr=False)
    body: str = field(repr=False)
    valid_seconds: int | None = None


class Texter(Protocol):
    """Hands an SMS to a gateway."""

    def send(self, text: Text) -> None:
        """Raises FinalError(NUMBER_REFUSED) if it will never be taken, RetryableError otherwise (perhaps sent)."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a token speaks for: a verified address, and the issuer's stable id of the user."""

    address: str
    subject: str


class Identities(Protocol):
    """Checks sign-in tokens of staff (Google ID tokens)."""

    def verify(self, token: str) -> Identity:
        """Raises FinalError(INVALID_TOKEN) unless it is a fresh token for us, RetryableError without certificates."""
        ...
