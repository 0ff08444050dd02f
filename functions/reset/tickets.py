"""What both kinds of "bukan saya" share: a ticket under a number that people can quote, and the answer with it."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from belajar.decision import Answer, Call
from belajar.ports import MISSING, Put
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from functions.reset.texts import HELP
from schemas.http_resets import BukanSayaResponse
from schemas.resets import Perihal, Ticket

OWNER: Final = "pemilik"


def new_ticket(perihal: Perihal, akun: str, person_id: str | None, about: str, call: Call) -> Ticket:
    """Under a random number; the store refuses one that is taken, and the step runs again."""
    return Ticket(
        nomor=f"{secrets.randbelow(10**8):08d}",
        perihal=perihal,
        person_id=person_id,
        akun=akun,
        about=about,
        opened_by=OWNER,
        opened_at=call.now,
        expire_at=call.now + timedelta(days=POLICY.ticket_retention_days),
    )


def ticket_write(ticket: Ticket) -> Put:
    """Its document."""
    return Put(f"tickets/{ticket.nomor}", ticket.model_dump(), expect=MISSING)


def answer(pesan: str, nomor: str) -> Answer:
    """What happens now, and the number of the ticket."""
    return Answer(202, BukanSayaResponse(pesan=pesan, tiket=nomor).model_dump(mode="json"))


def over(since: datetime, call: Call) -> bool:
    """Whether a link about something of that time is too old."""
    return call.now >= since + timedelta(seconds=POLICY.disown_seconds)


def link_over() -> ProblemError:
    """The same for a forged link, an old one, and one whose matter came to nothing."""
    return ProblemError(
        "tautan_tidak_berlaku",
        "Tautan ini sudah terlalu lama atau tidak lengkap. Jika Anda curiga akun Anda dipakai orang lain, segera minta "
        "bantuan.",
        saran=HELP,
    )
