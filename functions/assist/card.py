"""The one-time card of a pupil whom no message reaches: made when it is fetched, kept nowhere."""

from datetime import datetime, timedelta
from typing import Final

from belajar.credentials import initial_credential
from belajar.decision import Answer, Audit, Call, Decision
from belajar.ports import Merge
from belajar.rules.access import Action
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import require
from functions.assist.cases import Case, case_target, existing, find_case
from functions.assist.deps import Deps
from functions.assist.owners import USABLE, Owner
from schemas.resets import ResetState
from schemas.staff import Petugas

_HEADERS: Final = {
    "Content-Type": "application/pdf",
    "Content-Disposition": 'attachment; filename="kartu-akun.pdf"',
}


def kartu_bantuan(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """Print the card: by who asked for it and nobody else, and again only within minutes of the first time.

    So two people never hold it without the audit saying so. Whoever comes later asks for another reset.
    """
    case = find_case(call.params["id"], call.now, deps)
    petugas = require(call, Action.TAKE_CARD, case_target(case))
    case = existing(case)
    if not _is_available(case, petugas, call.now):
        raise ProblemError(
            "kartu_tidak_tersedia",
            "Kartu hanya dapat diambil oleh petugas yang memintanya, setelah kata sandi diganti, dan dalam beberapa "
            "menit sejak pengambilan pertama.",
            saran=["Bila kata sandi baru masih diperlukan, ajukan penggantian kata sandi lagi."],
        )
    pdf = _printed(case.owner, call.now, deps)
    first = [] if case.reset.card_until else [_opened(case, call.now)]
    return Decision(
        writes=first,
        answer=Answer(200, headers=_HEADERS, stream=[pdf]),
        audit=Audit(Action.TAKE_CARD, case.seen.path),
    )


def _is_available(case: Case, petugas: Petugas, now: datetime) -> bool:
    reset, account = case.reset, case.owner.account
    asked = reset.kartu and reset.petugas == petugas.address
    carried_out = reset.state is ResetState.DONE and reset.issue is not None and reset.set_at is not None
    holds = account.issue == reset.issue and account.nonce is not None and account.state in USABLE
    return asked and carried_out and holds and now < _until(case)


def _until(case: Case) -> datetime:
    """The window of the first fetch, and never longer than the password is good."""
    reset = case.reset
    assert reset.set_at
    ends = reset.set_at + timedelta(days=POLICY.assisted_password_days)
    return min(ends, reset.card_until) if reset.card_until else ends


def _opened(case: Case, now: datetime) -> Merge:
    until = now + timedelta(seconds=POLICY.card_seconds)
    return Merge(case.seen.path, {"card_until": until}, expect=case.seen.version)


def _printed(owner: Owner, now: datetime, deps: Deps) -> bytes:
    from belajar.cards import Card, CardGroup  # noqa: PLC0415 - few ask for a card, and the printer is heavy
    from belajar.cards.pdf import cards_pdf  # noqa: PLC0415

    person, kelas = owner.person, owner.person.rombel or ""
    password = initial_credential(owner.account, deps.keys)
    card = Card(person.nama, kelas, owner.account.address, password, person.nama_sekolah or "")
    return cards_pdf([CardGroup(kelas or card.sekolah, [card])], now)
