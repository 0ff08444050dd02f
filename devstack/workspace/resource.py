"""A stored user as the `User` resource of the API, and changes of the API applied to a stored user."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from devstack.workspace.options import Options
from devstack.workspace.sealing import hash_password
from devstack.workspace.store import Record

_UNTOUCHED: dict[str, Any] = {
    "kind": "admin#directory#user",
    "isAdmin": False,
    "isDelegatedAdmin": False,
    "isEnrolledIn2Sv": False,
    "isEnforcedIn2Sv": False,
    "ipWhitelisted": False,
    "archived": False,
    "suspended": False,
    "agreedToTerms": False,
    "changePasswordAtNextLogin": False,
    "includeInGlobalAddressList": True,
    "orgUnitPath": "/",
}
"""What a user is until somebody says otherwise."""
_NOT_IN_PROFILE = ("password", "primaryEmail")
_CLEARED_BY_EMPTY = ("recoveryEmail", "recoveryPhone")
"""Not in Google's reference; found by GAM, whose users clear both with an empty text."""


def resource(record: Record, aliases: list[str], options: Options, now: float) -> dict[str, Any]:
    """All fields that Google answers with `projection=full` and that this simulator knows."""
    profile = record.profile
    name = profile["name"]
    body = {
        **_UNTOUCHED,
        "id": record.id,
        "primaryEmail": record.email,
        "customerId": options.customer_id,
        "lastLoginTime": iso_time(0),
        "creationTime": iso_time(record.created),
        "isMailboxSetup": now >= record.created + options.complete_after_seconds,
        "emails": [{"address": record.email, "primary": True}],
        **profile,
        "name": {**name, "fullName": f"{name['givenName']} {name['familyName']}"},
    }
    body |= {"aliases": aliases} if aliases else {}
    body |= {"deletionTime": iso_time(record.deleted)} if record.deleted else {}
    return body | {"etag": etag(body)}


def created_resource(full: dict[str, Any]) -> dict[str, Any]:
    """What `users.insert` answers: Google leaves out what nobody has set yet."""
    return {key: value for key, value in full.items() if key not in ("agreedToTerms", "lastLoginTime", "suspended")}


def changed(record: Record, body: dict[str, Any]) -> Record:
    """The user after `body` was applied: objects merge, lists are replaced whole, null takes a field away."""
    profile = dict(record.profile)
    for field, value in body.items():
        if field == "name":
            profile["name"] = profile.get("name", {}) | {part: text for part, text in value.items() if text is not None}
        elif value is None or (value == "" and field in _CLEARED_BY_EMPTY):
            profile.pop(field, None)
        elif field not in _NOT_IN_PROFILE:
            profile[field] = value
    password = hash_password(body["password"]) if body.get("password") else record.password
    email = (body.get("primaryEmail") or record.email).lower()
    return replace(record, email=email, profile=profile, password=password)


def iso_time(seconds: float) -> str:
    """Google's form: UTC with milliseconds and Z."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def etag(body: Any) -> str:
    """Changes with the content; quoted, as Google's are."""
    return f'"{hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]}"'


def picked(body: Any, fields: str | None) -> Any:
    """Partial response: only what the `fields` parameter names, e.g. `nextPageToken,users(id,name/givenName)`."""
    return body if not fields else _keep(body, _tree(fields))


def _keep(body: Any, tree: dict[str, Any]) -> Any:
    if not tree:
        return body
    if isinstance(body, list):
        return [_keep(each, tree) for each in body]
    return {key: _keep(value, tree[key]) for key, value in body.items() if key in tree}


def _tree(fields: str) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for part in _split(fields):
        path, _, inner = part.partition("(")
        branch = tree
        for step in path.split("/"):
            branch = branch.setdefault(step, {})
        branch.update(_tree(inner.removesuffix(")")) if inner else {})
    return tree


def _split(fields: str) -> list[str]:
    parts, depth = [""], 0
    for character in fields:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
