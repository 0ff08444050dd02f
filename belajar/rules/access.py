"""Who may do what to whom: the one place that decides rights, and every privileged trigger asks it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from schemas.staff import Petugas, Role

NATIONAL = "nasional"


class Action(StrEnum):
    """A privileged act."""

    LIST_REQUESTS = "list_requests"
    SHOW_REQUEST = "show_request"
    APPROVE_REQUEST = "approve_request"
    REFUSE_REQUEST = "refuse_request"


REVIEWERS = frozenset({Role.PENINJAU, Role.ADMIN})
RIGHTS: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.LIST_REQUESTS: REVIEWERS,
        Action.SHOW_REQUEST: REVIEWERS,
        Action.APPROVE_REQUEST: REVIEWERS,
        Action.REFUSE_REQUEST: REVIEWERS,
    }
)


SCOPE_WIDE = frozenset({Action.LIST_REQUESTS})
"""Acts on everything in the actor's scope at once: only for these may a target be without a region."""
_REGION_SCOPE = re.compile(r"[1-9][0-9]([0-9]{2})?")


class OperatorAct(StrEnum):
    """Done at the command line by whoever holds the rights on the project: not decided here, but audited alike."""

    ADD_PETUGAS = "add_petugas"
    DISABLE_PETUGAS = "disable_petugas"
    ISSUE_REFERRAL = "issue_referral"
    REVOKE_REFERRAL = "revoke_referral"


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or what an act concerns. `region`: 2 or 4 digits, `00` = the ministry, empty = the whole scope of the actor.

    `nik_hashes` (one for each pepper in use) and `addresses` (email) are of the person concerned, so that nobody
    decides on themselves.
    """

    region: str = ""
    nik_hashes: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


def may(petugas: Petugas, action: Action, target: Target) -> bool:
    """Whether this member of staff may do this to that target now."""
    if not petugas.active or _is_same(petugas, target):
        return False
    return any(_covers(scope, action, target.region) for scope in scopes(petugas, action))


def scopes(petugas: Petugas, action: Action) -> list[str]:
    """The regions in which the petugas may do this; `nasional` = everywhere. Empty = nowhere."""
    held = [scope for role, scope in petugas.roles.items() if role in RIGHTS[action]]
    return [scope for scope in held if is_scope(scope)]


def is_scope(scope: str) -> bool:
    """`nasional`, a province (2 digits) or a district (4); anything else in a document gives no rights."""
    return scope == NATIONAL or _REGION_SCOPE.fullmatch(scope) is not None


def _is_same(petugas: Petugas, target: Target) -> bool:
    addresses = {address.casefold() for address in target.addresses}
    return petugas.nik_hash in target.nik_hashes or petugas.address.casefold() in addresses


def _covers(scope: str, action: Action, region: str) -> bool:
    """A province covers its districts; the ministry's own requests are covered nationally only."""
    if not region:
        return action in SCOPE_WIDE
    return scope == NATIONAL or region.startswith(scope)
