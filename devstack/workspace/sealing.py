"""Passwords as salted hashes, and signed values that go through a browser."""

import base64
import hashlib
import hmac
import json
import os
from typing import Any

# Few rounds on purpose: a simulator that hashes 100,000 invented passwords should not be what a benchmark measures.
_ROUNDS = 1000
_SALT_BYTES = 16


def hash_password(password: str) -> str:
    """Salted hash, hex."""
    salt = os.urandom(_SALT_BYTES)
    return (salt + _derive(password, salt)).hex()


def password_matches(password: str, stored: str) -> bool:
    """Compare in constant time."""
    raw = bytes.fromhex(stored)
    return hmac.compare_digest(raw[_SALT_BYTES:], _derive(password, raw[:_SALT_BYTES]))


def _derive(password: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)


def seal(key: bytes, value: dict[str, Any]) -> str:
    """Sign a small JSON value; it can be read by its carrier, not changed."""
    body = base64.urlsafe_b64encode(json.dumps(value, sort_keys=True).encode()).decode()
    return f"{body}.{_tag(key, body)}"


def unseal(key: bytes, token: str) -> dict[str, Any] | None:
    """Value of a token we signed; None for any other text."""
    body, _, tag = token.partition(".")
    if not hmac.compare_digest(tag.encode(), _tag(key, body).encode()):
        return None
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body))
    return value


def _tag(key: bytes, body: str) -> str:
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
