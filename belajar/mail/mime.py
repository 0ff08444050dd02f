"""The wire form of a mail, the same for every relay, so that a header rule lives in one place."""

from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from belajar.errors import FinalError, Reason
from belajar.ports import Mail

MARK = "X-Belajar-Message"
"""Carries our id through a relay that replaces the Message-ID."""


def mark_of(mail: Mail) -> str:
    """Our id: the local part of the Message-ID."""
    return mail.message_id.partition("@")[0]


def compose_mime(mail: Mail, sender: str) -> EmailMessage:
    """Text with an HTML alternative, UTF-8. Raises FinalError(MAILBOX_REFUSED) if `to` is not one plain address.

    The headers hold constants, our id and the address only: no name of a person can break out of one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _recipient(mail.to)
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Auto-Submitted"] = "auto-generated"
    message[MARK] = mark_of(mail)
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


def _recipient(to: str) -> Address:
    local, _, domain = to.rpartition("@")
    try:
        return Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (MessageError, ValueError, IndexError):
        # `from None`: the parser's own words repeat the address.
        raise FinalError(Reason.MAILBOX_REFUSED, "address") from None
