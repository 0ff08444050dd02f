"""A corrected contact that the owner objects to: stopped while it waits; afterwards a matter for the helpdesk.

After it took effect the link freezes nothing: the OLD contact has it too, which may by now be a stranger's. A reset
through the new contact has a notice and a link of its own.
"""

from collections.abc import Mapping
from typing import Any, Final

from belajar.decision import Call, Decision, Emit
from belajar.ports import Merge, Snapshot
from belajar.tickets import ticket_write
from functions.reset.deps import Deps
from functions.reset.tickets import answer, link_over, over, owners_ticket
from schemas.reset_events import CorrectionChanged, TicketOpened
from schemas.resets import Correction, CorrectionState, Perihal, Ticket

STOPPED: Final = (
    "Terima kasih. Perubahan kontak dibatalkan; kontak lama Anda tetap berlaku. Helpdesk memeriksa siapa yang "
    "memintanya. Simpan nomor tiket ini."
)
IN_EFFECT: Final = (
    "Terima kasih. Kontak baru itu sudah berlaku, jadi helpdesk akan memeriksanya. Masuklah sekarang dan ganti kata "
    "sandi Anda. Tidak bisa masuk? Tekan Butuh Bantuan di laman belajar.id dan sebutkan nomor tiket ini."
)


def correction(correction_id: str, call: Call, deps: Deps) -> Decision:
    """Object once; a second use of the link answers with the ticket of the first."""
    [seen] = deps.store.get(f"corrections/{correction_id}")
    if seen is None:
        raise link_over()
    known = Correction.model_validate(seen.data)
    if known.ticket:
        return Decision(answer=answer(_said(known.state), known.ticket))
    if known.state is CorrectionState.WAITING:
        return _stopped(known, seen, call)
    if known.state is CorrectionState.APPLIED and not over(known.due_at, call):
        return _too_late(known, seen, call)
    raise link_over()


def _stopped(known: Correction, seen: Snapshot, call: Call) -> Decision:
    ticket, objected = _ticket(known, seen, call), CorrectionState.OBJECTED.value
    return Decision(
        writes=[_noted(seen, ticket, {"state": objected, "changed_at": call.now}), ticket_write(ticket)],
        events=[
            Emit(CorrectionChanged(correction_id=known.id, state=objected)),
            Emit(TicketOpened(nomor=ticket.nomor)),
        ],
        answer=answer(STOPPED, ticket.nomor),
    )


def _too_late(known: Correction, seen: Snapshot, call: Call) -> Decision:
    ticket = _ticket(known, seen, call)
    return Decision(
        writes=[_noted(seen, ticket, {}), ticket_write(ticket)],
        events=[Emit(TicketOpened(nomor=ticket.nomor))],
        answer=answer(IN_EFFECT, ticket.nomor),
    )


def _ticket(known: Correction, seen: Snapshot, call: Call) -> Ticket:
    return owners_ticket(Perihal.KONTAK_DITOLAK, known.akun, known.person_id, seen.path, call)


def _noted(seen: Snapshot, ticket: Ticket, fields: Mapping[str, Any]) -> Merge:
    return Merge(seen.path, {**fields, "ticket": ticket.nomor}, expect=seen.version)


def _said(state: CorrectionState) -> str:
    return IN_EFFECT if state is CorrectionState.APPLIED else STOPPED
