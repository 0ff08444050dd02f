"""A petugas asks for a new credential for somebody: it goes to the owner, and in doubt a second person decides."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from belajar.decision import Answer, Audit, Call, Decision, Emit
from belajar.ports import MISSING, Put, Write
from belajar.rules.access import Action, Target, roles_for
from belajar.rules.policy import POLICY
from belajar.runtime.problems import ProblemError
from belajar.runtime.staff import require
from functions.assist.cases import as_of, correctors, is_overtaken, is_young
from functions.assist.daily import daily
from functions.assist.deps import Deps
from functions.assist.handing import may_print, needs_card, reaches_petugas
from functions.assist.items import item
from functions.assist.newest import Newest, newest_reset
from functions.assist.owners import Owner, check_usable, existing, find_owner, target_of, without_numbers
from schemas.http_resets import BantuanRequest
from schemas.reset_events import ResetApproved
from schemas.resets import Reset, ResetState, ResetWay
from schemas.staff import Petugas

_DISTRICT_DIGITS, _PROVINCE_DIGITS = 4, 2


def bantuan(body: BantuanRequest, call: Call, deps: Deps) -> Decision:
    """Begin an assisted reset. A petugas who presses twice is answered about the first.

    Approved at once and counted, or waiting for a second person: above the daily ceiling of the petugas, when the
    owner's contact was corrected lately, and when it is the contact of the petugas.
    """
    owner = find_owner(body.akun, deps)
    target = target_of(owner)
    petugas = require(call, Action.ASSIST_RESET, target)
    owner = existing(owner)
    newest = newest_reset(owner.account.address, deps)
    repeated = _repeated(newest, owner, petugas, call)
    if repeated:
        return Decision(
            answer=_answer(repeated, owner),
            audit=Audit(Action.ASSIST_RESET, path(repeated), "repeated", owner.whom),
        )
    reset = _begun(owner, petugas, target, call, body.alasan)
    reset, counted = _decided(reset, owner, petugas, call, deps)
    return Decision(
        writes=[
            Put(path(reset), reset.model_dump(), expect=MISSING),
            newest.replaced_by(reset.id, reset.expire_at),
            *counted,
        ],
        events=[Emit(ResetApproved(reset_id=reset.id))] if reset.state is ResetState.APPROVED else [],
        answer=_answer(reset, owner),
        audit=Audit(Action.ASSIST_RESET, path(reset), reset.state.value, owner.whom),
    )


def path(reset: Reset) -> str:
    """Of its document."""
    return f"resets/{reset.id}"


def _answer(reset: Reset, owner: Owner) -> Answer:
    return Answer(202, item(reset, owner).model_dump(mode="json"))


def _repeated(newest: Newest, owner: Owner, petugas: Petugas, call: Call) -> Reset | None:
    """The reset that this one would double, if it is the same petugas'. Raises ProblemError 409 for another's."""
    if newest.about is None:
        return None
    last = as_of(Reset.model_validate(newest.about), call.now)
    mine = last.petugas == petugas.address
    if last.state is ResetState.DONE:
        just_now = call.now - last.created_at < timedelta(seconds=POLICY.assisted_repeat_seconds)
        return last if mine and just_now else None
    if last.state is ResetState.CLOSED or not is_young(last, call.now) or is_overtaken(last, owner):
        return None
    if mine:
        return last
    raise ProblemError(
        "akun_tidak_dapat_direset",
        "Petugas lain sedang mengganti kata sandi akun ini.",
        saran=["Lihat daftar Menunggu Persetujuan: mungkin permintaan itu menunggu persetujuan Anda."],
    )


def _begun(owner: Owner, petugas: Petugas, target: Target, call: Call, alasan: str) -> Reset:
    """Raises ProblemError 409 where this account cannot be reset, or not by this petugas, or nothing would arrive."""
    roles = roles_for(petugas, Action.ASSIST_RESET, target)
    check_usable(owner, roles)
    region = owner.person.kode_wilayah
    return Reset(
        id=secrets.token_hex(16),
        way=ResetWay.ASSISTED,
        state=ResetState.AWAITING_SECOND,
        akun=owner.account.address,
        created_at=call.now,
        changed_at=call.now,
        expire_at=call.now + timedelta(days=POLICY.reset_record_days),
        person_id=owner.person.sumber_id,
        petugas=petugas.address,
        petugas_nik_hash=petugas.nik_hash,
        alasan=without_numbers(alasan),
        npsn=owner.person.npsn,
        kode_wilayah=region,
        kode_kabupaten=region[:_DISTRICT_DIGITS] if len(region) >= _DISTRICT_DIGITS else None,
        kode_provinsi=region[:_PROVINCE_DIGITS],
        kartu=needs_card(owner, allowed=may_print(roles)),
    )


def _decided(reset: Reset, owner: Owner, petugas: Petugas, call: Call, deps: Deps) -> tuple[Reset, Sequence[Write]]:
    """Approved where no second person is needed, with the write that counts it."""
    ceiling = daily("assist", petugas.address, POLICY.assisted_resets_per_day, call.now, deps)
    doubtful = correctors(owner, call.now, deps) or reaches_petugas(owner, petugas, deps)
    if doubtful or ceiling.wait_seconds:
        return reset, []
    return reset.model_copy(update={"state": ResetState.APPROVED}), [ceiling.counted()]
