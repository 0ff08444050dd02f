"""Tickets for the helpdesk: one way to open them, under a number that people can quote."""

import secrets
from datetime import datetime, timedelta

from belajar.ports import MISSING, Put
from belajar.rules.policy import POLICY
from schemas.resets import Perihal, Ticket


def new_ticket(
    perihal: Perihal, akun: str, person_id: str | None, now: datetime, *, about: str, opened_by: str, catatan: str = ""
) -> Ticket:
    """Under a random number of 8 digits; the store refuses one that is taken, and the step runs again."""
    return Ticket(
        nomor=f"{secrets.randbelow(10**8):08d}",
        perihal=perihal,
        person_id=person_id,
        akun=akun,
        about=about,
        opened_by=opened_by,
        catatan=catatan,
        opened_at=now,
        expire_at=now + timedelta(days=POLICY.ticket_retention_days),
    )


def ticket_write(ticket: Ticket) -> Put:
    """Its document, which must not be there yet."""
    return Put(f"tickets/{ticket.nomor}", ticket.model_dump(), expect=MISSING)
