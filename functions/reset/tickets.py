"""What both kinds of "bukan saya" share: a ticket in the owner's name, and the answer with its number."""

from datetime import datetime, timedelta
from typing import Final

from belajar.decision import Answer, Call
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from belajar.tickets import new_ticket
from functions.reset.texts import HELP
from schemas.http_resets import BukanSayaResponse
from schemas.resets import Perihal, Ticket

OWNER: Final = "pemilik"


def owners_ticket(perihal: Perihal, akun: str, person_id: str | None, about: str, call: Call) -> Ticket:
    """Opened by the owner; `about`: path of the reset or correction."""
    return new_ticket(perihal, akun, person_id, call.now, about=about, opened_by=OWNER)


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
