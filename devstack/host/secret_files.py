"""Secrets of one machine, made once: in the cloud they come from KMS and Secret Manager."""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from belajar.embedded.keys import FileKeys


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """Paths of the three files, in the form that the settings ask for."""

    keys: Path
    peppers: Path
    report_keys: Path

    def newest_report_key(self) -> bytes:
        """With which the local relay signs its reports."""
        return base64.b64decode(self.report_keys.read_text().split("\n")[0])


def secret_files(folder: Path) -> SecretFiles:
    """The files, made where missing, readable by their owner only. Idempotent."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = SecretFiles(folder / "keys", folder / "peppers", folder / "report-keys")
    FileKeys.create(files.keys)
    for path in (files.peppers, files.report_keys):
        if not path.exists():
            _write(path, base64.b64encode(secrets.token_bytes(32)) + b"\n")
    return files


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a half-written secret would be used for ever."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    fresh.replace(path)
