"""The relay's side of SMTP: takes every mail, except where an address or a test asks for a failure."""

import uuid
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from belajar.mail.mime import MARK
from devstack.inbox.database import Inbox

ACCEPTED = "250 2.0.0 OK"
REFUSING = {"tolak.test": "550 5.1.1 Alamat tidak dikenal", "penuh.test": "452 4.2.2 Kotak surat penuh"}
"""Domains whose mailboxes always fail, for trying out by hand."""
BOUNCING = "pantul.test"
"""Accepted, then reported as bounced."""
BOUNCE_CODE = "5.1.1"


class Relay:
    """Hooks of aiosmtpd."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_RCPT(self, server: Any, peer: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: ARG002, N802
        """Accept or refuse one recipient."""
        answer = self._inbox.take_answer(address) or REFUSING.get(_domain(address), ACCEPTED)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, peer: Any, envelope: Any) -> str:  # noqa: ARG002, N802
        """Keep the mail."""
        parsed = message_from_bytes(envelope.content, EmailMessage, policy=default)
        message_id = str(parsed.get("Message-ID") or f"<none.{uuid.uuid4().hex}>").strip()
        for recipient in envelope.rcpt_tos:
            self._inbox.add(message_id, recipient, envelope.content, datetime.now(UTC))
            if _domain(recipient) == BOUNCING and parsed[MARK]:
                self._inbox.add_bounce(parsed[MARK], BOUNCE_CODE)
        return ACCEPTED


def start_smtp(inbox: Inbox, port: int, host: str = "127.0.0.1") -> Controller:
    """Listen until the controller's `stop()`; returns when the port is open. Port 0 does not work."""
    controller = Controller(Relay(inbox), hostname=host, port=port)
    controller.start()
    return controller


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
