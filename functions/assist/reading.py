"""What petugas look at: one assisted reset, and those in their scope that wait for a second person."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Final

from belajar.decision import Answer, Audit, Call, Decision
from belajar.ports import Op, Query
from belajar.rules.access import NATIONAL, Action, Target, may, scopes
from belajar.rules.policy import POLICY
from belajar.runtime.staff import require
from functions.assist.cases import case_target, existing, find_case, second_target
from functions.assist.deps import Deps
from functions.assist.items import item
from functions.assist.owners import Owner, owner_of
from schemas.http_resets import BantuanDaftarResponse
from schemas.resets import Reset, ResetState
from schemas.staff import Petugas

MOST: Final = 50
MOST_READ: Final = 300
"""More than are shown: some of them are the petugas' own or not for them to decide."""
_FIELDS: Final = {2: "kode_provinsi", 4: "kode_kabupaten"}
Filter = tuple[str, Op, object]


def daftar_bantuan(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """The 50 that have waited longest, without those that the petugas may not decide on."""
    petugas = require(call, Action.LIST_RESETS, Target())
    held = scopes(petugas, Action.LIST_RESETS)
    found = {reset.id: reset for scope in held for reset in _waiting(scope, call, deps)}
    oldest = sorted(found.values(), key=lambda reset: (reset.created_at, reset.id))
    shown = [item(reset, owner) for reset, owner in islice(_decidable(oldest, petugas, call, deps), MOST)]
    return Decision(
        answer=Answer(200, BantuanDaftarResponse(bantuan=shown).model_dump(mode="json")),
        audit=Audit(Action.LIST_RESETS, f"wilayah/{','.join(sorted(held))}"),
    )


def rinci_bantuan(body: None, call: Call, deps: Deps) -> Decision:  # noqa: ARG001 - one shape for every step
    """How far one assisted reset has come."""
    case = find_case(call.params["id"], call.now, deps)
    require(call, Action.SHOW_RESET, case_target(case))
    case = existing(case)
    return Decision(
        answer=Answer(200, item(case.reset, case.owner).model_dump(mode="json")),
        audit=Audit(Action.SHOW_RESET, case.seen.path, whom=case.owner.whom),
    )


def _waiting(scope: str, call: Call, deps: Deps) -> list[Reset]:
    """By equality, oldest first; those whose time is over are left out by the store."""
    young: Filter = ("created_at", ">", call.now - timedelta(seconds=POLICY.second_person_seconds))
    where = (*_within(scope), ("state", "==", ResetState.AWAITING_SECOND.value), young)
    found = deps.store.query(Query("resets", where, order_by="created_at", limit=MOST_READ))
    return [Reset.model_validate(snapshot.data) for snapshot in found]


def _within(scope: str) -> list[Filter]:
    return [] if scope == NATIONAL else [(_FIELDS.get(len(scope), "npsn"), "==", scope)]


def _decidable(resets: list[Reset], petugas: Petugas, call: Call, deps: Deps) -> Iterator[tuple[Reset, Owner]]:
    for reset, owner in zip(resets, _owners(resets, deps), strict=True):
        if owner and may(petugas, Action.APPROVE_RESET, second_target(reset, owner, call.now, deps)):
            yield reset, owner


def _owners(resets: list[Reset], deps: Deps) -> Iterator[Owner | None]:
    """In the same order; a round trip for each 100 resets."""
    for start in range(0, len(resets), 100):
        some = resets[start : start + 100]
        paths = [(f"accounts/{one.akun}", f"people/{one.person_id}", f"petugas/{one.akun}") for one in some]
        read = iter(deps.store.get(*(path for three in paths for path in three)))
        yield from (owner_of(account, person, staff) for account, person, staff in zip(read, read, read, strict=True))
