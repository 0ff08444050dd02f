"""Kirim detail ke akun email pribadi: the ticket of a check lets its owner ask for the details by mail."""

from belajar.decision import Answer, Call, Decision, Emit
from belajar.ports import Snapshot
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from belajar.runtime.throttling import count_exactly, wait_seconds
from functions.lookup.advice import NO_CONTACT_ADVICE
from functions.lookup.step import Deps
from functions.lookup.ticket import Ticket
from schemas.account_events import DetailsRequested
from schemas.documents import AccountState, LookupPerson
from schemas.http import KirimDetailRequest, KirimDetailResponse, Kontak

LIMITS = {
    "gap": POLICY.details_mails_gap,
    "hour": POLICY.details_mails_per_hour,
    "day": POLICY.details_mails_per_day,
}
SENT = "Detail akun sedang dikirim ke email pribadi Anda yang terdaftar di Dapodik. Periksa juga folder spam."


def kirim_detail(body: KirimDetailRequest, call: Call, deps: Deps) -> Decision:
    """Ask for the mail. The same ticket asks once, however often it is sent; the contact is never what was typed."""
    ticket = deps.tickets.open(body.tiket, call.now)
    path = f"throttles/details:{ticket.person_id}"
    entry, throttle = deps.store.get(f"lookup/{ticket.key}", path)
    person = _sendable(entry, ticket)
    wait = wait_seconds(throttle, call.now, LIMITS)
    if wait and not _same_ticket(throttle, ticket):
        raise ProblemError(
            "terlalu_sering_dikirim",
            "Periksa kotak masuk dan folder spam; jika belum ada, coba lagi nanti.",
            headers={"Retry-After": str(wait)},
        )
    response = KirimDetailResponse(kontak=Kontak(email=person.email_masked, ponsel=None), pesan=SENT)
    return Decision(
        writes=[count_exactly(path, call.now, LIMITS, throttle, {"ticket": ticket.id})],
        events=[Emit(DetailsRequested(person_id=ticket.person_id, address=person.address or ""))],
        answer=Answer(202, response.model_dump(mode="json")),
        once=ticket.id,
    )


def _same_ticket(throttle: Snapshot | None, ticket: Ticket) -> bool:
    """A second click with one ticket is answered like the first; the ledger keeps it from counting or sending."""
    return throttle is not None and throttle.data.get("ticket") == ticket.id


def _sendable(entry: Snapshot | None, ticket: Ticket) -> LookupPerson:
    data = entry.data.get("persons", {}).get(ticket.person_id) if entry else None
    if data is None:
        raise ProblemError("tiket_tidak_berlaku", "Silakan periksa akun Anda sekali lagi.")
    person = LookupPerson.model_validate(data)
    if person.state == AccountState.ACTIVE:
        raise ProblemError("akun_sudah_aktif", "Akun ini sudah diaktifkan; kata sandi awal tidak berlaku lagi.")
    if person.state != AccountState.CREATED or not person.address:
        raise ProblemError("akun_belum_siap", "Akun Anda belum dapat dikirim. Silakan periksa kembali nanti.")
    if not person.email_masked or person.contact_bounced:
        raise ProblemError("kontak_tidak_ada", NO_CONTACT_ADVICE)
    return person
