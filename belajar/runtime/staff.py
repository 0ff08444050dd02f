"""Privileged triggers: who is asking, may they, and the audit row that is committed with what they did."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from belajar.decision import Audit, Call
from belajar.errors import FinalError
from belajar.ports import MISSING, Identities, Put, Snapshot, Store, Write
from belajar.rules.access import Action, Target, may
from belajar.rules.audit_chain import GENESIS, row_hash
from belajar.runtime.denied import ADVICE, NO_PETUGAS
from belajar.runtime.problems import ProblemError
from schemas.documents import Account, AccountState, Person
from schemas.people import Jenis
from schemas.staff import AuditRow, Petugas

TELLING: Final = (403, 404, 409)
"""Refusals that say something about an account, a request or a right."""


class StaffDeps(Protocol):
    """What the dependencies of a privileged function must offer."""

    @property
    def store(self) -> Store:
        """Where petugas and audit rows are."""

    @property
    def identities(self) -> Identities:
        """Who checks the token."""


def signed_in(headers: Mapping[str, str], deps: StaffDeps) -> Petugas:
    """The petugas behind the bearer token. Raises ProblemError 401 without a good token, 403 for a stranger."""
    kind, _, token = (headers.get("Authorization") or "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise ProblemError("masuk_diperlukan", headers={"WWW-Authenticate": "Bearer"})
    try:
        identity = deps.identities.verify(token.strip())
    except FinalError:
        raise ProblemError("masuk_diperlukan", headers={"WWW-Authenticate": "Bearer"}) from None
    appointed, account = deps.store.get(f"petugas/{identity.address}", f"accounts/{identity.address}")
    petugas = Petugas.model_validate(appointed.data) if appointed else _of_school(account, deps.store)
    if petugas is None or not petugas.active or _is_shut(account):
        raise ProblemError("tidak_berwenang", saran=NO_PETUGAS)
    return petugas


def _is_shut(held: Snapshot | None) -> bool:
    """Whether the account signed in with is suspended or frozen: Google's tokens from before are good for an hour more.

    A petugas who signs in with a mailbox of elsewhere has no account of ours.
    """
    return held is not None and Account.model_validate(held.data).state is AccountState.SUSPENDED


def _of_school(held: Snapshot | None, store: Store) -> Petugas | None:
    """Kepala satuan pendidikan and operator are petugas of the school that the register says, as long as it says so.

    Nobody appoints them: their active account is the proof, and moving or leaving takes the rights away.
    """
    account = Account.model_validate(held.data) if held else None
    if account is None or account.state is not AccountState.ACTIVE or account.jenis is not Jenis.TENAGA_KEPENDIDIKAN:
        return None
    [found] = store.get(f"people/{account.person_id}")
    person = Person.model_validate(found.data) if found else None
    if person is None or person.address != account.address or person.peran is None or person.npsn is None:
        return None
    since = account.activated_at or account.reserved_at
    roles = {person.peran.value: person.npsn}
    return Petugas(
        address=account.address, nama=person.nama, roles=roles, active=True, nik_hash=person.nik_hash, since=since
    )


def require(call: Call, action: Action, target: Target) -> Petugas:
    """The petugas of this call, if access allows; raises ProblemError 403 otherwise. Every privileged step asks it."""
    if call.petugas is None or not may(call.petugas, action, target):
        raise ProblemError("tidak_berwenang", saran=ADVICE.get(action, ()))
    return call.petugas


def blame(problem: ProblemError, action: Action, call: Call, store: Store) -> None:
    """Let the log line of a refusal say whose act it was: it leaves no audit row, and one who probes collects many.

    Not of what is mistyped or comes too often, which tells the petugas nothing about anybody.
    """
    if call.petugas and problem.status in TELLING:
        problem.action, problem.petugas = action.value, known_as(call.petugas.address, store)


def known_as(address: str, store: Store) -> str:
    """What a log calls a member of staff: the id of their person, or of who has no account of ours a short hash.

    Never the address, which is often a name. `belajar petugas list` shows it for those who were appointed.
    """
    [account] = store.get(f"accounts/{address}")
    return str(account.data["person_id"]) if account else hashlib.sha256(address.encode()).hexdigest()[:16]


def audit_writes(store: Store, call: Call, audit: Audit) -> list[Write]:
    """The row of what the petugas of this call does, to be committed with it."""
    assert call.petugas
    return audit_row(store, call.petugas.address, call.now, audit.action.value, audit.target, audit.reason, audit.whom)


def audit_row(
    store: Store, actor: str, at: datetime, action: str, target: str, reason: str, whom: str = ""
) -> list[Write]:
    """The next row of the actor's chain and its head. One chain per actor: no document that everybody writes to."""
    [head] = store.get(f"audit_heads/{actor}")
    number = head.data["number"] + 1 if head else 1
    row = {
        "chain": actor,
        "number": number,
        "at": at,
        "actor": actor,
        "action": action,
        "target": target,
        "whom": whom,
        "reason": reason,
        "previous": head.data["hash"] if head else GENESIS,
    }
    whole = AuditRow.model_validate(row | {"hash": row_hash(row)}).model_dump()
    latest = {"number": number, "hash": whole["hash"], "at": at}
    return [
        Put(f"audit/{actor}:{number:010}", whole, expect=MISSING),
        Put(f"audit_heads/{actor}", latest, expect=head.version if head else MISSING),
    ]
