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
    ASSIST_RESET = "assist_reset"
    SHOW_RESET = "show_reset"
    LIST_RESETS = "list_resets"
    APPROVE_RESET = "approve_reset"
    REFUSE_RESET = "refuse_reset"
    TAKE_CARD = "take_card"
    CORRECT_CONTACT = "correct_contact"
    DOWNLOAD_ACCOUNTS = "download_accounts"


class Whom(StrEnum):
    """Kind of person an act concerns."""

    APPLICANT = "applicant"
    """Of a request for an account outside the schools."""
    SCHOOL_PERSON = "school_person"
    """Peserta didik and pendidik."""
    SCHOOL_ADMIN = "school_admin"
    """Kepala satuan pendidikan and operator."""
    OUTSIDE = "outside"
    """Dinas and ministry."""


Rights = Mapping[Role, frozenset[Whom]]

_APPLICANTS = frozenset({Whom.APPLICANT})
_PEOPLE = frozenset({Whom.SCHOOL_PERSON})
_SCHOOL = frozenset({Whom.SCHOOL_PERSON, Whom.SCHOOL_ADMIN})
_ANY_OWNER = frozenset({Whom.SCHOOL_PERSON, Whom.SCHOOL_ADMIN, Whom.OUTSIDE})
SCHOOL_ROLES = frozenset({Role.OPERATOR, Role.KEPALA_SATUAN_PENDIDIKAN})
"""Admin sekolah: their scope is an NPSN."""

_REVIEWING: Rights = MappingProxyType({Role.PENINJAU: _APPLICANTS, Role.ADMIN: _APPLICANTS})
_RESETTING: Rights = MappingProxyType(
    {
        Role.OPERATOR: _PEOPLE,
        Role.KEPALA_SATUAN_PENDIDIKAN: _PEOPLE,
        Role.KAPTEN: _PEOPLE,
        Role.CO_KAPTEN: _PEOPLE,
        Role.HELPDESK: _ANY_OWNER,
    }
)
"""The seed's "Cara Mengajukan Reset Password": admin sekolah are reset by the helpdesk only."""
RIGHTS: Mapping[Action, Rights] = MappingProxyType(
    {
        Action.LIST_REQUESTS: _REVIEWING,
        Action.SHOW_REQUEST: _REVIEWING,
        Action.APPROVE_REQUEST: _REVIEWING,
        Action.REFUSE_REQUEST: _REVIEWING,
        Action.ASSIST_RESET: _RESETTING,
        Action.SHOW_RESET: _RESETTING,
        Action.LIST_RESETS: _RESETTING,
        Action.APPROVE_RESET: _RESETTING,
        Action.REFUSE_RESET: _RESETTING,
        Action.TAKE_CARD: MappingProxyType(dict.fromkeys(SCHOOL_ROLES, _PEOPLE)),
        Action.CORRECT_CONTACT: _RESETTING,
        Action.DOWNLOAD_ACCOUNTS: MappingProxyType(dict.fromkeys(SCHOOL_ROLES, _SCHOOL)),
    }
)

SCOPE_WIDE = frozenset({Action.LIST_REQUESTS, Action.LIST_RESETS})
"""Acts on everything in the actor's scope at once: only for these may a target be without a region."""
_NPSN = re.compile(r"[0-9A-Z][0-9]{7}")
_ANY_REGION = re.compile(rf"{NATIONAL}|[1-9][0-9]([0-9]{{2}})?")
_SCOPE_FORMS: Mapping[Role, re.Pattern[str]] = MappingProxyType(
    {
        Role.OPERATOR: _NPSN,
        Role.KEPALA_SATUAN_PENDIDIKAN: _NPSN,
        Role.KAPTEN: re.compile(r"[1-9][0-9]"),
        Role.CO_KAPTEN: re.compile(r"[1-9][0-9]{3}"),
        Role.HELPDESK: re.compile(NATIONAL),
        Role.PENINJAU: _ANY_REGION,
        Role.ADMIN: _ANY_REGION,
    }
)


class OperatorAct(StrEnum):
    """Done at the command line by whoever holds the rights on the project: not decided here, but audited alike."""

    ADD_PETUGAS = "add_petugas"
    DISABLE_PETUGAS = "disable_petugas"
    ISSUE_REFERRAL = "issue_referral"
    REVOKE_REFERRAL = "revoke_referral"
    EXPORT_PERSON = "export_person"
    ERASE_PERSON = "erase_person"


@dataclass(frozen=True, slots=True)
class Target:
    """Whom or what an act concerns. `region`: 2 digits or more, `00` = the ministry, empty = the scope of the actor.

    `nik_hashes` (one for each pepper in use) and `addresses` (email) are of the person concerned, and of whoever else
    may not decide on this, so that nobody decides on themselves.
    """

    region: str = ""
    nik_hashes: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    whom: Whom = Whom.APPLICANT
    npsn: str = ""


def may(petugas: Petugas, action: Action, target: Target) -> bool:
    """Whether this member of staff may do this to that target now."""
    return bool(roles_for(petugas, action, target))


def roles_for(petugas: Petugas, action: Action, target: Target) -> frozenset[Role]:
    """The roles by which they may; empty = they may not."""
    if not petugas.active or _is_same(petugas, target):
        return frozenset()
    held = _held(petugas, action)
    return frozenset(role for role, scope in held.items() if _covers(role, scope, action, target))


def scopes(petugas: Petugas, action: Action) -> list[str]:
    """Regions and schools in which the petugas may do this; `nasional` = everywhere. Empty = nowhere."""
    return list(_held(petugas, action).values())


def is_scope(role: Role, scope: str) -> bool:
    """An NPSN for admin sekolah, a province for kapten, a district for co-kapten, `nasional` for the helpdesk.

    Reviewers have any region or all of them. Anything else in a document gives no rights.
    """
    return _SCOPE_FORMS[role].fullmatch(scope) is not None


def _held(petugas: Petugas, action: Action) -> dict[Role, str]:
    held = {role: petugas.roles[role] for role in RIGHTS[action] if role in petugas.roles}
    return {role: scope for role, scope in held.items() if is_scope(role, scope)}


def _is_same(petugas: Petugas, target: Target) -> bool:
    addresses = {address.casefold() for address in target.addresses}
    return petugas.nik_hash in target.nik_hashes or petugas.address.casefold() in addresses


def _covers(role: Role, scope: str, action: Action, target: Target) -> bool:
    """A province covers its districts; the ministry's own requests are covered nationally only."""
    if action in SCOPE_WIDE and not (target.region or target.npsn):
        return True
    if target.whom not in RIGHTS[action][role]:
        return False
    if role in SCHOOL_ROLES:
        return scope == target.npsn
    return bool(target.region) and (scope == NATIONAL or target.region.startswith(scope))
