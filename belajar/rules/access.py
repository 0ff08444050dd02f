"""Who may do what to whom: the one place that decides rights, and every privileged trigger asks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from schemas.requests import Petugas, Role

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


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or what an act concerns. `region`: 2 or 4 digits, `00` = the ministry, empty = the whole scope of the actor.

    `nik_hash`: of the person concerned, so that nobody decides on themselves.
    """

    region: str = ""
    nik_hash: str | None = None


def may(petugas: Petugas, action: Action, target: Target) -> bool:
    """Whether this member of staff may do this to that target now."""
    if not petugas.active or (target.nik_hash is not None and target.nik_hash == petugas.nik_hash):
        return False
    return any(_covers(scope, target.region) for scope in scopes(petugas, action))


def scopes(petugas: Petugas, action: Action) -> list[str]:
    """The regions in which the petugas may do this; `nasional` = everywhere. Empty = nowhere."""
    return [scope for role, scope in petugas.roles.items() if Role(role) in RIGHTS[action]]


def _covers(scope: str, region: str) -> bool:
    """A province covers its districts; the ministry's own requests are covered nationally only."""
    return scope == NATIONAL or region.startswith(scope)
