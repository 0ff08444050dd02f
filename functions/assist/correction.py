"""A contact is old or missing: admin sekolah and helpdesk correct it, the others tell the helpdesk.

A wrong correction would give an account away, so it waits, the owner hears of it at the old contacts and in the
account's own mailbox and may object, and for a while after it an assisted reset needs a second person.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from belajar.decision import Answer, Audit, Call, Decision, Emit
from belajar.ports import MISSING, Put, Write
from belajar.rules.access import SCHOOL_ROLES, Action, roles_for
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import require
from belajar.tickets import new_ticket, ticket_write
from functions.assist.cases import clock
from functions.assist.daily import daily
from functions.assist.deps import Deps
from functions.assist.handing import own_contacts
from functions.assist.newest import newest_correction
from functions.assist.owners import Owner, check_not_frozen, existing, find_owner, target_of, without_numbers
from functions.assist.typed import Typed, typed
from schemas.http_resets import KoreksiRequest, KoreksiResponse
from schemas.reset_events import CorrectionChanged, TicketOpened
from schemas.resets import Correction, CorrectionState, Perihal
from schemas.staff import Petugas, Role

CORRECTING: Final = SCHOOL_ROLES | {Role.HELPDESK}


@dataclass(frozen=True, slots=True)
class _Outcome:
    writes: Sequence[Write]
    event: Emit
    response: KoreksiResponse
    path: str
    word: str


def koreksi_kontak(body: KoreksiRequest, call: Call, deps: Deps) -> Decision:
    """Correct a contact after the waiting time, or open a ticket that names no contact in the clear."""
    owner = find_owner(body.akun, deps)
    target = target_of(owner)
    petugas = require(call, Action.CORRECT_CONTACT, target)
    owner = existing(owner)
    roles = roles_for(petugas, Action.CORRECT_CONTACT, target)
    check_not_frozen(owner, roles)
    new = typed(body, owner.person, own_contacts(petugas, deps))
    counted = _counted(petugas, call, deps)
    if CORRECTING & roles:
        done = _corrected(owner, petugas, new, without_numbers(body.alasan), call, deps)
    else:
        done = _ticketed(owner, petugas, new, call)
    return Decision(
        writes=[*done.writes, counted],
        events=[done.event],
        answer=Answer(202, done.response.model_dump(mode="json")),
        audit=Audit(Action.CORRECT_CONTACT, done.path, done.word, owner.whom),
    )


def _counted(petugas: Petugas, call: Call, deps: Deps) -> Write:
    counter = daily("koreksi", petugas.address, POLICY.corrections_per_day, call.now, deps)
    if counter.wait_seconds:
        raise ProblemError(
            "terlalu_banyak_percobaan",
            "Anda sudah memperbaiki banyak kontak hari ini. Silakan lanjutkan besok, atau minta bantuan admin sekolah "
            "lain atau helpdesk.",
            headers={"Retry-After": str(counter.wait_seconds)},
        )
    return counter.counted()


def _corrected(owner: Owner, petugas: Petugas, new: Typed, alasan: str, call: Call, deps: Deps) -> _Outcome:
    newest = newest_correction(owner.person.sumber_id, deps)
    if newest.about and newest.about["state"] == CorrectionState.WAITING:
        raise ProblemError(
            "koreksi_masih_menunggu",
            f"Perbaikan kontak sebelumnya baru berlaku {clock(newest.about['due_at'])}. Setelah itu ajukan lagi.",
            saran=["Bila perbaikan itu salah, pemilik akun dapat membatalkannya melalui tautan dalam pemberitahuan."],
        )
    correction = _correction(owner, petugas, new, alasan, call)
    put = Put(f"corrections/{correction.id}", correction.model_dump(), expect=MISSING)
    state, due = correction.state, correction.due_at
    pesan = f"Kontak baru berlaku mulai {clock(due)}. Pemilik diberi tahu dan sampai saat itu dapat membatalkannya."
    return _Outcome(
        [put, newest.replaced_by(correction.id, correction.expire_at)],
        Emit(CorrectionChanged(correction_id=correction.id, state=state.value)),
        KoreksiResponse(id=correction.id, keadaan=state, berlaku=due, tiket=None, pesan=pesan),
        put.path,
        state.value,
    )


def _correction(owner: Owner, petugas: Petugas, new: Typed, alasan: str, call: Call) -> Correction:
    due = call.now + timedelta(seconds=POLICY.correction_wait_seconds)
    return Correction(
        id=secrets.token_hex(16),
        state=CorrectionState.WAITING,
        akun=owner.account.address,
        person_id=owner.person.sumber_id,
        npsn=owner.person.npsn,
        petugas=petugas.address,
        alasan=alasan,
        email=new.email,
        phone=new.phone,
        requested_at=call.now,
        due_at=due,
        changed_at=call.now,
        expire_at=due + timedelta(days=POLICY.reset_record_days),
    )


def _ticketed(owner: Owner, petugas: Petugas, new: Typed, call: Call) -> _Outcome:
    ticket = new_ticket(
        Perihal.KONTAK_USANG,
        owner.account.address,
        owner.person.sumber_id,
        call.now,
        about="",
        opened_by=petugas.address,
        catatan=f"Kontak baru menurut petugas: {new.masked}",
    )
    nomor, put = ticket.nomor, ticket_write(ticket)
    pesan = (
        f"Tiket {nomor} sudah dibuat. Helpdesk akan menghubungi Anda untuk memastikan kontak yang baru; admin sekolah "
        "pemilik akun juga dapat memperbaikinya langsung."
    )
    response = KoreksiResponse(id=None, keadaan=None, berlaku=None, tiket=nomor, pesan=pesan)
    return _Outcome([put], Emit(TicketOpened(nomor=nomor)), response, put.path, "ticket")
