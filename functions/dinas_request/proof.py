"""What follows once an applicant is proven: approved at once, asked for a letter, or refused, by the way they came."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from belajar.approvals import Contacts, Verdict, approved, moved
from belajar.decision import Call, Decision
from belajar.ports import MISSING, Increment, Merge, Put, Snapshot, Write
from belajar.rules.matching import contact_hash
from belajar.rules.referrals import fits
from belajar.rules.request_states import is_open
from belajar.runtime.problems import ProblemError
from functions.dinas_request.deps import Deps
from functions.dinas_request.found import shown
from functions.dinas_request.lock import lock
from functions.dinas_request.register import witness
from schemas.requests import Alasan, Jalur, OfficialAddress, Referral, Request, RequestState

Writer = Callable[[Snapshot, Merge], Write]


@dataclass(frozen=True)
class Proven:
    """A request whose applicant is proven. `known`: the person as read; `also`: what to keep of the proof."""

    request: Request
    seen: Snapshot
    known: Snapshot | None
    also: Mapping[str, Any]
    now: datetime

    def approve(self, contacts: Contacts, also: Mapping[str, Any] | None = None) -> Verdict:
        """An account, unless the person has one."""
        return approved(self.request, self.seen, contacts, self.known, self.now, {**self.also, **(also or {})})

    def move(self, state: RequestState, also: Mapping[str, Any] | None = None) -> Verdict:
        """Another state, without an account."""
        return moved(self.seen, state, self.now, {**self.also, **(also or {})})


def concluded(
    request: Request,
    seen: Snapshot,
    also: Mapping[str, Any],
    call: Call,
    deps: Deps,
    *,
    status: int = 200,
    write: Writer | None = None,
) -> Decision:
    """Judge a proven request and take the person's lock, in one commit. `write`: how the request is to be written.

    Raises ProblemError 409 while another request of the same person is open.
    """
    [known] = deps.store.get(f"people/{request.person_id}")
    held = lock(request, deps)
    verdict = _WAYS[request.jalur](Proven(request, seen, known, also, call.now), deps)
    if held is None or (held.waiting and verdict.state is not RequestState.APPROVED):
        raise ProblemError(
            "pengajuan_masih_berjalan",
            "Lihat surel tentang pengajuan Anda yang terdahulu; di dalamnya ada tautan ke halaman statusnya.",
            saran=["Bukan Anda yang mengajukan? Klik tombol Butuh Bantuan di laman belajar.id."],
        )
    ended = moved(held.waiting, RequestState.EXPIRED, call.now, {}) if held.waiting else None
    change = next(each for each in verdict.writes if isinstance(each, Merge) and each.path == seen.path)
    others = [each for each in verdict.writes if each is not change]
    after = Request.model_validate({**seen.data, **change.data})
    locked = [held.write] if is_open(after.state) else []
    first = write(seen, change) if write else change
    return Decision(
        [first, *others, *locked, *(ended.writes if ended else ())],
        [*verdict.events, *(ended.events if ended else ())],
        shown(after, call.now, deps, status),
    )


def _pejabat(proven: Proven, deps: Deps) -> Verdict:
    """The quota counts now, guarded by the code's version: of many at the last place one gets it."""
    request = proven.request
    [found] = deps.store.get(f"referrals/{request.referral}")
    referral = Referral.model_validate(found.data) if found else None
    if found is None or referral is None or not _still_fits(referral, request, proven.now):
        full = referral is not None and referral.used.get(request.jabatan, 0) >= referral.quota.get(request.jabatan, 0)
        reason = Alasan.KUOTA_HABIS if full else Alasan.DATA_TIDAK_SESUAI
        return proven.move(RequestState.REFUSED, {"alasan": reason.value})
    verdict = proven.approve(Contacts(request.email, request.phone))
    if verdict.state is not RequestState.APPROVED:
        return verdict
    counted = Merge(found.path, {"used": {request.jabatan.value: Increment(1)}}, expect=found.version)
    return replace(verdict, writes=[*verdict.writes, counted])


def _still_fits(referral: Referral, request: Request, now: datetime) -> bool:
    """A lock that came after the code was accepted is about somebody else's guesses."""
    assert request.tipe_dinas
    unlocked = referral.model_copy(update={"locked_at": None})
    return fits(unlocked, request.kode_wilayah, request.tipe_dinas, request.jabatan, now)


def _ringkas(proven: Proven, deps: Deps) -> Verdict:
    """The register vouches, and then only its own contacts count; or a letter is needed."""
    person = witness(proven.request, deps)
    if person is None:
        return proven.move(RequestState.AWAITING_LETTER)
    contacts = Contacts(person.email_pribadi, person.nomor_ponsel)
    known = {"matched": person.sumber_id, "email": contacts.email, "phone": contacts.phone, "phone_proven": False}
    return proven.approve(contacts, known)


def _kemdikbud(proven: Proven, deps: Deps) -> Verdict:
    """The official address is proven, a phone is not. One address proves one person, guarded by its claim."""
    request = proven.request
    paths = [f"official_addresses/{contact_hash(pepper, request.email)}" for pepper in deps.peppers]
    claims = deps.store.get(*paths)
    if any(claim and claim.data["person_id"] != request.person_id for claim in claims):
        return proven.move(RequestState.REFUSED, {"alasan": Alasan.SUDAH_PUNYA_AKUN.value})
    verdict = proven.approve(Contacts(request.email, None))
    if verdict.state is not RequestState.APPROVED:
        return verdict
    mine = OfficialAddress(person_id=request.person_id).model_dump()
    claimed = Put(paths[0], mine, expect=claims[0].version if claims[0] else MISSING)
    return replace(verdict, writes=[*verdict.writes, claimed])


_WAYS: Mapping[Jalur, Callable[[Proven, Deps], Verdict]] = {
    Jalur.PEJABAT: _pejabat,
    Jalur.RINGKAS: _ringkas,
    Jalur.KEMDIKBUD: _kemdikbud,
}
