"""The `User` resource of the Directory API: what is told and what is read, apart from how it is called."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from belajar.ports import DirectoryUser, NewUser, UserChange, UserPage

EXTERNAL_ID_TYPE: Final = "belajar.id"
"""Custom type of our entry in `externalIds`: not `organization`, which Google may ask for as a proof of identity."""
READ_FIELDS: Final = "primaryEmail,id,externalIds,agreedToTerms,lastLoginTime,suspended"
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Google's way to say that nobody has signed in yet."""


def insert_body(user: NewUser) -> dict[str, Any]:
    """`users.insert` body. The password goes in the clear over TLS: only so can Google check its length and strength.

    A crypt hash would add nothing: the initial password is short-lived, and the hash of 40 bits is no secret either.
    """
    return _told(
        {
            "primaryEmail": user.address,
            "name": {"givenName": user.given_name, "familyName": user.family_name, "displayName": user.display_name},
            "password": user.password,
            "changePasswordAtNextLogin": True,
            "orgUnitPath": user.org_unit,
            "externalIds": [{"type": "custom", "customType": EXTERNAL_ID_TYPE, "value": user.external_id}],
            "organizations": [{"type": "school", "primary": True, "costCenter": user.cost_center}],
            "recoveryEmail": user.recovery_email,
            "recoveryPhone": user.recovery_phone,
        }
    )


def patch_body(change: UserChange) -> dict[str, Any]:
    """`users.patch` body. An empty recovery contact stays in it: Google takes the contact away then (found by GAM)."""
    return _told(
        {
            "password": change.password,
            "changePasswordAtNextLogin": change.change_password_at_next_login,
            "suspended": change.suspended,
            "recoveryEmail": change.recovery_email,
            "recoveryPhone": change.recovery_phone,
        }
    )


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value is not None}


def read_user(resource: Mapping[str, Any]) -> DirectoryUser:
    """One user of an answer."""
    return DirectoryUser(
        address=resource["primaryEmail"],
        workspace_id=resource["id"],
        external_id=_external_id(resource),
        agreed_to_terms=resource.get("agreedToTerms", False),
        last_login=_login_time(resource.get("lastLoginTime")),
        suspended=resource.get("suspended", False),
    )


def read_page(resource: Mapping[str, Any]) -> UserPage:
    """One page of users."""
    users = tuple(read_user(each) for each in resource.get("users", []))
    return UserPage(users, resource.get("nextPageToken") or None)


def _external_id(resource: Mapping[str, Any]) -> str | None:
    entries = resource.get("externalIds", [])
    return next((entry["value"] for entry in entries if entry.get("customType") == EXTERNAL_ID_TYPE), None)


def _login_time(text: str | None) -> datetime | None:
    moment = datetime.fromisoformat(text) if text else NEVER
    return None if moment == NEVER else moment
