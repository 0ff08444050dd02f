"""Reads a stored mail the way a mail program does."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from devstack.inbox.database import StoredMail


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader sees; a part that is missing is empty."""

    sender: str
    subject: str
    text: str
    html: str


def content_of(mail: StoredMail) -> Content:
    """Parse leniently: whatever came over the wire can be looked at."""
    parsed = message_from_bytes(mail.raw, EmailMessage, policy=default)
    return Content(
        str(parsed.get("From", "")), str(parsed.get("Subject", "")), _part(parsed, "plain"), _part(parsed, "html")
    )


def as_json(mail: StoredMail) -> dict[str, Any]:
    """One mail for scripts."""
    content = content_of(mail)
    return {
        "number": mail.number,
        "message_id": mail.message_id,
        "to": mail.recipient,
        "from": content.sender,
        "subject": content.subject,
        "received_at": mail.received_at.isoformat(),
        "copies": mail.copies,
        "text": content.text,
        "html": content.html,
    }


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""
