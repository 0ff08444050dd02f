"""What approving a request means, in one place: proven at once by its way in, or decided by a reviewer.

A person, a changed request and the wish for an account, to be committed together by the step that decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from belajar.decision import Emit
from belajar.ports import MISSING, Merge, Put, Snapshot, Write
from belajar.rules.policy import POLICY
from belajar.rules.request_states import may_become
from schemas.documents import AccountState, Person
from schemas.events import AccountRequested, RequestChanged
from schemas.people import JenisLain
from schemas.requests import Alasan, Jalur, Request, RequestState


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where the account's owner is reached from now on. `phone` only if proven: it becomes the recovery phone."""

    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Parts of a Decision; `state` is approved, or refused where the person has an account already."""

    state: RequestState
    writes: Sequence[Write]
    events: Sequence[Emit]


def approved(
    request: Request,
    seen: Snapshot,
    contacts: Contacts,
    known_person: Snapshot | None,
    now: datetime,
    also: Mapping[str, Any] | None = None,
) -> Verdict:
    """Approve, or refuse with `sudah_punya_akun` where the person has an account or is getting one.

    `seen`: the request as read; its version guards the commit. `known_person`: `people/<request.person_id>` as read.
    `also`: further fields of the request to write in the same breath. The lock of the person is the caller's business.
    """
    if known_person is not None and not _may_try_again(known_person):
        return moved(seen, RequestState.REFUSED, now, {**(also or {}), "alasan": Alasan.SUDAH_PUNYA_AKUN.value})
    person = _person(request, contacts, now)
    expect = known_person.version if known_person else MISSING
    return Verdict(
        RequestState.APPROVED,
        [
            changed(seen, RequestState.APPROVED, now, also or {}),
            Put(f"people/{person.sumber_id}", person.model_dump(), expect=expect),
        ],
        [
            Emit(AccountRequested(person_id=person.sumber_id), key=request.nomor),
            Emit(RequestChanged(nomor=request.nomor, state=RequestState.APPROVED.value), key=request.nomor),
        ],
    )


def moved(seen: Snapshot, state: RequestState, now: datetime, also: Mapping[str, Any]) -> Verdict:
    """A change of state that the applicant hears of, without an account: refused, expired, waiting for a letter."""
    nomor = seen.path.removeprefix("requests/")
    told = Emit(RequestChanged(nomor=nomor, state=state.value), key=nomor)
    return Verdict(state, [changed(seen, state, now, also)], [told])


def changed(seen: Snapshot, state: RequestState, now: datetime, also: Mapping[str, Any]) -> Merge:
    """The one way a request moves on: only if nobody moved it since it was read, and kept from then on.

    Raises ValueError for a step that the life of a request does not know; a note on a waiting one changes no state.
    """
    before = RequestState(seen.data["state"])
    if state is not before and not may_become(before, state):
        raise ValueError(f"a request does not become {state} from {before}")
    fields = {
        **also,
        "state": state.value,
        "changed_at": now,
        "expire_at": now + timedelta(days=POLICY.request_retention_days),
    }
    return Merge(seen.path, fields, expect=seen.version)


def _may_try_again(known_person: Snapshot) -> bool:
    """An account that could not be made is no account."""
    return Person.model_validate(known_person.data).account_state is AccountState.REFUSED


def _person(request: Request, contacts: Contacts, now: datetime) -> Person:
    return Person(
        sumber_id=request.person_id,
        jenis=JenisLain.KEMDIKBUD if request.jalur is Jalur.KEMDIKBUD else JenisLain.DINAS,
        jabatan=request.jabatan,
        nama=request.nama,
        kode_wilayah=request.kode_wilayah,
        email_pribadi=contacts.email,
        nomor_ponsel=contacts.phone,
        nik_hash=request.nik_hash,
        request=request.nomor,
        account_state=AccountState.REQUESTED,
        requested_at=now,
    )
