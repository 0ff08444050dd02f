"""Periksa Akun Pembelajaran: does the form prove who is asking, and what may that person see?

The good case is ONE read round trip: the entry under the keyed hash of the form, the two throttles, the last refresh.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belajar.decision import Answer, Call, Decision
from belajar.ports import Merge, Snapshot, Store
from belajar.rules.matching import identity_key, lookup_keys, origin_hash, strict_hash
from belajar.rules.policy import POLICY
from belajar.rules.status import status_word
from belajar.rules.throttles import Limit, retry_after_seconds, used
from belajar.runtime.problems import ProblemError
from belajar.runtime.throttling import count
from functions.lookup.advice import MISS_ADVICE, WAIT_ADVICE, advice
from functions.lookup.ticket import Tickets
from schemas.documents import AccountState, LookupPerson
from schemas.http import Kontak, PeriksaRequest, PeriksaResponse

LAST_SYNC = "stats/sync"


@dataclass(frozen=True)
class Deps:
    """What both triggers need. `peppers`: newest first; older ones still match during a rotation."""

    store: Store
    peppers: tuple[bytes, ...]
    tickets: Tickets


@dataclass(frozen=True)
class Attempts:
    """The two throttles of a check, with what they hold now."""

    paths: tuple[str, str]
    limits: tuple[Limit, Limit]
    held: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]

    def refuse_if_spent(self, now: datetime) -> None:
        """Raise 429 when either is used up; a right form is refused like a wrong one."""
        for data, limit in zip(self.held, self.limits, strict=True):
            if used(data, now, limit) >= limit.count:
                wait = retry_after_seconds(data, now, limit)
                raise ProblemError(
                    "terlalu_banyak_percobaan",
                    WAIT_ADVICE,
                    saran=MISS_ADVICE,
                    headers={"Retry-After": str(wait)},
                )


def periksa(body: PeriksaRequest, call: Call, deps: Deps) -> Decision:
    """Answer a check. A miss is counted and answered alike whatever was wrong."""
    keys = lookup_keys(
        deps.peppers, body.tipe_pengguna, body.nama_lengkap, body.nama_ibu_kandung, body.tanggal_lahir, body.npsn
    )
    paths = _throttle_paths(body, call, deps)
    *entries, identity, origin, sync = deps.store.get(*(f"lookup/{key}" for key in keys), *paths, LAST_SYNC)
    limits = (POLICY.lookup_failures_per_identity, POLICY.lookup_failures_per_origin)
    attempts = Attempts(paths, limits, (identity.data if identity else None, origin.data if origin else None))
    attempts.refuse_if_spent(call.now)
    found = _person(entries, body, deps)
    if found is None:
        return _miss(attempts, call)
    key, person_id, person = found
    return Decision(answer=_answer(person, _refreshed(person, sync), deps.tickets.issue(key, person_id, call.now)))


def _throttle_paths(body: PeriksaRequest, call: Call, deps: Deps) -> tuple[str, str]:
    claimed = identity_key(deps.peppers[0], body.tipe_pengguna, body.nama_lengkap, body.tanggal_lahir, body.npsn)
    return (
        f"throttles/lookup-identity:{claimed}",
        f"throttles/lookup-origin:{origin_hash(deps.peppers[0], call.origin)}",
    )


def _person(entries: list[Snapshot | None], body: PeriksaRequest, deps: Deps) -> tuple[str, str, LookupPerson] | None:
    """Nearly always the only one; twins with near-equal names are told apart by exact spelling.

    All entries together: during a rotation one twin may be under the newest pepper and the other not yet.
    """
    found = {
        person_id: (entry.path.removeprefix("lookup/"), pepper, data)
        for entry, pepper in reversed(list(zip(entries, deps.peppers, strict=True)))
        if entry
        for person_id, data in entry.data.get("persons", {}).items()
    }
    if len(found) > 1:
        exact = {pepper: strict_hash(pepper, body.nama_lengkap, body.nama_ibu_kandung) for pepper in deps.peppers}
        found = {one: held for one, held in found.items() if held[2].get("strict") == exact[held[1]]}
    if len(found) != 1:
        return None
    [(person_id, (key, _, data))] = found.items()
    return key, person_id, LookupPerson.model_validate(data)


def _miss(attempts: Attempts, call: Call) -> Decision:
    writes: list[Merge] = [
        count(path, call.now, limit, held)
        for path, limit, held in zip(attempts.paths, attempts.limits, attempts.held, strict=True)
    ]
    problem = ProblemError(
        "akun_tidak_ditemukan",
        "Data yang Anda isi tidak cocok dengan Data Pokok Pendidikan (Dapodik).",
        saran=MISS_ADVICE,
    )
    return Decision(writes=writes, answer=problem.answer())


def _refreshed(person: LookupPerson, sync: Snapshot | None) -> datetime:
    """A status is as fresh as its own last change or the last complete look at Workspace."""
    looked: datetime | None = sync.data.get("refreshed_at") if sync else None
    return max(person.refreshed_at, looked) if looked else person.refreshed_at


def _answer(person: LookupPerson, refreshed: datetime, ticket: str) -> Answer:
    sendable = person.state == AccountState.CREATED and bool(person.email_masked) and not person.contact_bounced
    response = PeriksaResponse(
        status=status_word(person.state),
        akun=person.address,
        diperbarui=refreshed,
        kontak=Kontak(email=person.email_masked, ponsel=person.phone_masked),
        dapat_kirim_detail=sendable,
        saran=advice(person),
        tiket=ticket if sendable else None,
        tiket_berlaku_detik=POLICY.lookup_ticket_seconds if sendable else 0,
    )
    return Answer(200, response.model_dump(mode="json"))
