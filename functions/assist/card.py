"""The one-time card of a pupil whom no message reaches: made when it is fetched, kept nowhere."""

from datetime import datetime, timedelta
from typing import Final

from belajar.credentials import initial_credential
from belajar.decision import Answer, Audit, Call, Decision
from belajar.ports import Merge
from belajar.rules.access import Action
from belajar.rules.policy import POLICY
from belajar.rules.working_days import WIB
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import require
from functions.assist.cases import Case, case_target, existing, find_case
from functions.assist.deps import Deps
from functions.assist.owners import USABLE
from schemas.resets import ResetState
from schemas.staff import Petugas

_HEADERS: Final = {
    "Content-Type": "application/pdf",
    "Content-Disposition": 'attachment; filename="kartu-akun.pdf"',
}
_COMING: Final = {
    ResetState.AWAITING_SECOND: "Permintaan ini masih menunggu persetujuan petugas kedua.",
    ResetState.APPROVED: "Kata sandi baru masih dibuat. Kartu dapat diambil sesaat lagi.",
}


def kartu_bantuan(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """Print the card: by who asked for it and nobody else, and again only within minutes of the first time.

    So two people never hold it without the audit saying so. Whoever comes later asks for another reset.
    """
    case = find_case(call.params["id"], call.now, deps)
    petugas = require(call, Action.TAKE_CARD, case_target(case))
    case = existing(case)
    if not _is_available(case, petugas, call.now):
        raise _not_now(case) if case.reset.kartu and case.reset.state in _COMING else _unavailable()
    pdf = _printed(case, call.now, deps)
    first = [] if case.reset.card_until else [_opened(case, call.now)]
    return Decision(
        writes=first,
        answer=Answer(200, headers=_HEADERS, stream=[pdf]),
        audit=Audit(Action.TAKE_CARD, case.seen.path, whom=case.owner.whom),
    )


def _is_available(case: Case, petugas: Petugas, now: datetime) -> bool:
    reset, account = case.reset, case.owner.account
    asked = reset.kartu and reset.petugas == petugas.address
    carried_out = reset.state is ResetState.DONE and reset.issue is not None and reset.set_at is not None
    holds = account.issue == reset.issue and account.nonce is not None and account.state in USABLE
    return asked and carried_out and holds and now < _until(case)


def _not_now(case: Case) -> ProblemError:
    """Whoever is too early must not be sent to ask for another one."""
    return ProblemError("kartu_tidak_tersedia", _COMING[case.reset.state], saran=["Buka lagi permintaan ini nanti."])


def _unavailable() -> ProblemError:
    return ProblemError(
        "kartu_tidak_tersedia",
        "Kartu hanya dapat diambil oleh petugas yang memintanya, setelah kata sandi diganti, dan dalam "
        f"{POLICY.card_seconds // 60} menit sejak pengambilan pertama.",
        saran=["Bila kata sandi baru masih diperlukan, ajukan penggantian kata sandi lagi."],
    )


def _until(case: Case) -> datetime:
    """The window of the first fetch, and never longer than the password is good."""
    ends = _password_ends(case)
    return min(ends, case.reset.card_until) if case.reset.card_until else ends


def _password_ends(case: Case) -> datetime:
    assert case.reset.set_at
    return case.reset.set_at + timedelta(days=POLICY.assisted_password_days)


def _opened(case: Case, now: datetime) -> Merge:
    until = now + timedelta(seconds=POLICY.card_seconds)
    return Merge(case.seen.path, {"card_until": until}, expect=case.seen.version)


def _printed(case: Case, now: datetime, deps: Deps) -> bytes:
    from belajar.cards import Card, CardGroup  # noqa: PLC0415 - few ask for a card, and the printer is heavy
    from belajar.cards.pdf import cards_pdf  # noqa: PLC0415

    account, person, kelas = case.owner.account, case.owner.person, case.owner.person.rombel or ""
    password, ends = initial_credential(account, deps.keys), f"{_password_ends(case).astimezone(WIB):%d-%m-%Y}"
    card = Card(person.nama, kelas, account.address, password, person.nama_sekolah or "", ends)
    return cards_pdf([CardGroup(kelas or card.sekolah, [card])], now)
