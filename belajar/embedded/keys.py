"""Keys in a file, in place of Cloud KMS. For one machine only: who can read the file has the keys."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final, Self

from belajar.errors import Reason, RetryableError
from belajar.ports import Mac

KEY_BYTES: Final = 32
"""As long as the tag: what Cloud KMS makes for HMAC_SHA256."""


class FileKeys:
    """Lines `version base64`, newest first, read once. A missing, empty or malformed file is an error at once."""

    def __init__(self, path: Path) -> None:
        lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
        if not lines or any(len(words) != 2 for words in lines):  # noqa: PLR2004
            raise ValueError("a key file has lines of `version base64`")
        self._keys = {version: _key(encoded) for version, encoded in lines}
        if len(self._keys) != len(lines):
            raise ValueError("a key version stands in the key file twice")
        self._current = lines[0][0]

    @classmethod
    def create(cls, path: Path) -> Self:
        """Open the file, making it (readable by its owner only) with one new key if it is not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"1 {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")
        try:
            # A link fails where a rename would replace: of two processes that begin at once, both use the first's key.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return cls(path)

    def mac(self, message: bytes, version: str | None = None) -> Mac:
        """As the port. An unknown version is retryable: the key must be brought back, the caller is not at fault."""
        version = version or self._current
        if version not in self._keys:
            raise RetryableError(Reason.KEYS_UNAVAILABLE, "unknown key version")
        return Mac(hmac.digest(self._keys[version], message, hashlib.sha256), version)


def _key(encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) < KEY_BYTES:
        # Without a cause: its text would be part of a key.
        raise ValueError("a key is not base64 or too short")
    return key
