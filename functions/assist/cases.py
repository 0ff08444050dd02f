"""An assisted reset with the owner it is about, as it is now."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from belajar.corrected import lately_corrected
from belajar.ports import Snapshot
from belajar.rules.access import Target
from belajar.rules.policy import POLICY
from belajar.rules.working_days import WIB
from belajar.runtime.problems import ProblemError
from functions.assist.deps import Deps
from functions.assist.owners import Owner, find_owner, target_of
from schemas.resets import Reset, ResetState, ResetWay

EXPIRED: Final = "expired"
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Case:
    """One assisted reset; `seen` guards what is written about it."""

    seen: Snapshot
    reset: Reset
    owner: Owner


def find_case(reset_id: str, now: datetime, deps: Deps) -> Case | None:
    """None for what is no id, for the owners' own resets, and where account or person are gone."""
    if not _ID.fullmatch(reset_id):
        return None
    [seen] = deps.store.get(f"resets/{reset_id}")
    if seen is None or seen.data["way"] != ResetWay.ASSISTED:
        return None
    reset = as_of(Reset.model_validate(seen.data), now)
    owner = find_owner(reset.akun, deps)
    return Case(seen, reset, owner) if owner else None


def as_of(reset: Reset, now: datetime) -> Reset:
    """One that has waited too long for its second person is closed, whatever is stored."""
    if reset.state is ResetState.AWAITING_SECOND and not is_young(reset, now):
        return reset.model_copy(update={"state": ResetState.CLOSED, "reason": EXPIRED})
    return reset


def is_young(reset: Reset, now: datetime) -> bool:
    """Whether the time for a second person still runs."""
    return now < reset.created_at + timedelta(seconds=POLICY.second_person_seconds)


def clock(moment: datetime) -> str:
    """`13-07-2026 08:05 WIB`, for people; the JSON beside it has the same in UTC."""
    return f"{moment.astimezone(WIB):%d-%m-%Y %H:%M} WIB"


def case_target(case: Case | None) -> Target:
    """For whoever looks at it."""
    return target_of(case.owner if case else None)


def is_overtaken(reset: Reset, owner: Owner) -> bool:
    """Whether the owner has frozen the account since: what was asked for before knew nothing of that, and is void.

    It stays void when the helpdesk has opened the account again.
    """
    return owner.account.frozen_since(reset.created_at)


def second_target(reset: Reset, owner: Owner | None, now: datetime, deps: Deps) -> Target:
    """For whoever decides on it: neither the owner nor who asked, nor who has just corrected the owner's contact."""
    if owner is None:
        return target_of(None)
    others = correctors(owner, now, deps)
    return target_of(owner, {*others, reset.petugas} if reset.petugas else others, [reset.petugas_nik_hash])


def existing(case: Case | None) -> Case:
    """To be asked after the rights. Raises ProblemError 404."""
    if case is None:
        raise ProblemError("reset_tidak_ditemukan")
    return case


def correctors(owner: Owner, now: datetime, deps: Deps) -> frozenset[str]:
    """Who has corrected a contact that is in force and not yet old. One of them and a reset could take an account over.

    The register's own change ends it, as then the register's contact is in force.
    """
    return frozenset(one.petugas for one in lately_corrected(owner.person, now, deps.store))
