"""Secrets of one machine, made once: in the cloud they come from KMS and Secret Manager."""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from belajar.embedded.keys import FileKeys
from devstack.issuer.key import issuer_key


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """Paths of the files, in the form that the settings ask for; `issuer_key` is the sign-in's own (PEM)."""

    keys: Path
    peppers: Path
    report_keys: Path
    texter_token: Path
    ringkas_keys: Path
    issuer_key: Path

    def newest_report_key(self) -> bytes:
        """With which the local relay signs its reports."""
        return _newest(self.report_keys)

    def newest_ringkas_key(self) -> bytes:
        """With which the back end of the ringkas form signs."""
        return _newest(self.ringkas_keys)

    def newest_pepper(self) -> bytes:
        """From which the local buckets derive the key of their signed addresses."""
        return _newest(self.peppers)


def secret_files(folder: Path) -> SecretFiles:
    """The files, made where missing, readable by their owner only. Idempotent."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = ("keys", "peppers", "report-keys", "texter-token", "ringkas-keys", "issuer-key.pem")
    files = SecretFiles(*(folder / name for name in names))
    FileKeys.create(files.keys)
    issuer_key(files.issuer_key)
    for path in (files.peppers, files.report_keys, files.texter_token, files.ringkas_keys):
        if not path.exists():
            _write(path, base64.b64encode(secrets.token_bytes(32)) + b"\n")
    return files


def _newest(path: Path) -> bytes:
    return base64.b64decode(path.read_text().split("\n")[0])


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a half-written secret would be used for ever."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    fresh.replace(path)
