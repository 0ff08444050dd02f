"""A reset that the owner did not ask for: the account is to be frozen, and a ticket tells the helpdesk."""

from typing import Final

from belajar.decision import Call, Decision, Emit
from belajar.ports import Merge
from belajar.tickets import ticket_write
from functions.reset.deps import Deps
from functions.reset.tickets import answer, link_over, over, owners_ticket
from schemas.reset_events import ResetDisowned, TicketOpened
from schemas.resets import Perihal, Reset, ResetState

FROZEN: Final = (
    "Terima kasih. Akun dibekukan dan semua perangkat dikeluarkan, sehingga tidak ada yang dapat memakainya. Untuk "
    "membukanya kembali, tekan Butuh Bantuan di laman belajar.id dan sebutkan nomor tiket ini. Petugas melayani "
    "Senin-Jumat pukul 09:00-17:00 WIB, kecuali hari libur nasional."
)


def reset(reset_id: str, call: Call, deps: Deps) -> Decision:
    """Freeze once: after the helpdesk has let the owner in again, the same link freezes nothing."""
    path = f"resets/{reset_id}"
    [seen] = deps.store.get(path)
    if seen is None:
        raise link_over()
    done = Reset.model_validate(seen.data)
    if done.ticket:
        return Decision(answer=answer(FROZEN, done.ticket))
    if done.state is not ResetState.DONE or done.set_at is None or over(done.set_at, call):
        raise link_over()
    ticket = owners_ticket(Perihal.BUKAN_SAYA, done.akun, done.person_id, path, call)
    noted = {"disowned_at": call.now, "ticket": ticket.nomor, "changed_at": call.now}
    return Decision(
        writes=[Merge(path, noted, expect=seen.version), ticket_write(ticket)],
        events=[Emit(ResetDisowned(reset_id=reset_id)), Emit(TicketOpened(nomor=ticket.nomor))],
        answer=answer(FROZEN, ticket.nomor),
    )
