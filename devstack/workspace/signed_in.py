"""Who is signed in: a signed cookie that holds until the user is signed out everywhere, suspended or deleted.

A changed password alone does not end it (our choice): so a caller who forgets users.signOut is found out.
"""

from devstack.workspace.sealing import seal, unseal
from devstack.workspace.store import Record, Users

COOKIE = "masuk"
_STEP = "akun"


def sign_in(users: Users, record: Record, secret: bytes) -> str:
    """Value of the cookie."""
    return seal(secret, {"step": _STEP, "user": record.id, "sign_outs": users.sign_outs(record)})


def signed_in(users: Users, cookie: str, secret: bytes) -> Record | None:
    """The user whose sign-in still holds."""
    token = unseal(secret, cookie)
    if token is None or token.get("step") != _STEP:
        return None
    record = users.find(token["user"])
    holds = record and may_sign_in(record) and token["sign_outs"] == users.sign_outs(record)
    return record if holds else None


def may_sign_in(record: Record) -> bool:
    """Neither deleted nor suspended."""
    return record.deleted is None and not record.profile.get("suspended")
