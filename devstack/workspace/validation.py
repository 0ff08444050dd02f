"""What Google refuses in a user: names, passwords, addresses, units, contacts (support.google.com/a/answer/9193374)."""

import json
import re
from collections.abc import Callable
from typing import Any

from devstack.workspace.answers import invalid, refused
from devstack.workspace.options import Options

WRITABLE: dict[str, type] = {
    "primaryEmail": str,
    "name": dict,
    "password": str,
    "changePasswordAtNextLogin": bool,
    "orgUnitPath": str,
    "externalIds": list,
    "organizations": list,
    "phones": list,
    "recoveryEmail": str,
    "recoveryPhone": str,
    "suspended": bool,
    "archived": bool,
    "includeInGlobalAddressList": bool,
}
NAME_PARTS = ("givenName", "familyName", "displayName")
READ_ONLY = (
    "kind",
    "id",
    "etag",
    "isAdmin",
    "isDelegatedAdmin",
    "agreedToTerms",
    "lastLoginTime",
    "creationTime",
    "deletionTime",
    "customerId",
    "aliases",
    "nonEditableAliases",
    "isMailboxSetup",
    "isEnrolledIn2Sv",
    "isEnforcedIn2Sv",
    "suspensionReason",
    "thumbnailPhotoUrl",
)
_LOCAL_PART = re.compile(r"(?!.*\.\.)[a-z0-9_'-](?:[a-z0-9._'-]{0,62}[a-z0-9_'-])?")
_RESERVED = ("abuse", "postmaster")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MAX_NAME = 60
_MAX_DISPLAY_NAME = 256
_MAX_BYTES = {"externalIds": 2048, "organizations": 10240, "phones": 1024}


def readable_body(raw: bytes) -> dict[str, Any]:
    """The request's user with known fields of the right type; read-only fields are dropped silently, as Google does."""
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        raise refused("badRequest") from None
    if not isinstance(body, dict):
        raise refused("badRequest")
    return {field: _typed(field, value) for field, value in body.items() if field not in READ_ONLY}


def _typed(field: str, value: Any) -> Any:
    expected = WRITABLE.get(field)
    if expected is None or (value is not None and not isinstance(value, expected)):
        raise invalid(f"Invalid Input: {field}")
    return value


def check_new(body: dict[str, Any], options: Options) -> None:
    """All that `users.insert` demands. Raises ApiError."""
    if not body.get("primaryEmail"):
        raise refused("required")
    name = body.get("name") or {}
    if not (name.get("givenName") and name.get("familyName")):
        raise refused("invalidName")
    if not body.get("password"):
        raise refused("invalidPassword")
    check_fields(body, options)


def check_fields(body: dict[str, Any], options: Options) -> None:
    """Rules for every field that is there. Raises ApiError."""
    for field, check in _CHECKS.items():
        if body.get(field) is not None:
            check(body[field], options)
    for field, limit in _MAX_BYTES.items():
        if len(json.dumps(body.get(field, "")).encode()) > limit:
            raise invalid(f"Invalid Input: {field}")


def _address(value: str, options: Options) -> None:
    local, _, _domain = value.lower().rpartition("@")
    if not _LOCAL_PART.fullmatch(local) or local in _RESERVED:
        raise refused("invalidInput")
    if not options.knows_domain(value.lower()):
        raise refused("domainNotFound")


def _name(value: dict[str, Any], _options: Options) -> None:
    for part, text in value.items():
        if text is None:
            continue
        limit = _MAX_DISPLAY_NAME if part == "displayName" else _MAX_NAME
        wrong = part in NAME_PARTS and (not isinstance(text, str) or len(text) > limit or re.search("[<>]", text))
        if wrong or text == "":
            raise refused("invalidName")


def password_allowed(value: str) -> bool:
    """8 to 100 ASCII characters."""
    return 8 <= len(value) <= 100 and value.isascii() and value.isprintable()


def _password(value: str, _options: Options) -> None:
    if not password_allowed(value):
        raise refused("invalidPassword")


def _org_unit(value: str, options: Options) -> None:
    if not options.knows_org_unit(value):
        raise refused("invalidOrgUnit")


def _pattern(field: str, pattern: re.Pattern[str]) -> Callable[[str, Options], None]:
    def check(value: str, _options: Options) -> None:
        if value and not pattern.fullmatch(value):
            raise invalid(f"Invalid Input: {field}")

    return check


_CHECKS: dict[str, Callable[[Any, Options], None]] = {
    "primaryEmail": _address,
    "name": _name,
    "password": _password,
    "orgUnitPath": _org_unit,
    "recoveryEmail": _pattern("recovery_email", _EMAIL),
    "recoveryPhone": _pattern("recovery_phone", _E164),
}
