"""What an instance is told by its environment, read once at start so that a missing value fails the deployment."""

import base64
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

PREFIX = "BELAJAR_"
KEY_BYTES = 32
"""Of HMAC-SHA256, as long as its tag."""


class Settings(BaseModel):
    """One variable `BELAJAR_<NAME>` per field. Secrets come as files mounted from Secret Manager, never as values."""

    # A secret put under a wrong name by mistake must not be repeated by the error that says so.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    engine: Literal["cloud", "embedded"] = "cloud"
    project: str = Field(min_length=3)
    database: str = "(default)"
    embedded_folder: Path | None = None
    """Embedded engine only: holds store.sqlite, bus.sqlite and buckets/."""
    pepper_file: Path | None = None
    """Look-up pepper: one base64 secret a line, newest first; older lines still match during a rotation."""
    report_keys_file: Path | None = None
    """Keys of the mail relay's signature on reports, same form."""
    key_file: Path | None = None
    """Embedded: `version base64` a line, newest first, in place of Cloud KMS."""
    kms_key: str | None = None
    """projects/P/locations/L/keyRings/R/cryptoKeys/K"""
    kms_url: str = "https://cloudkms.googleapis.com"
    storage_url: str = "https://storage.googleapis.com"

    workspace_url: str | None = None
    """Directory API root of the local simulator; None = Google."""
    workspace_admin: str | None = None
    """Administrator whom the service account impersonates (keyless domain-wide delegation)."""
    workspace_service_account: str | None = None
    """Acts for the administrator; delegate admin.directory.user and admin.directory.user.security to it, both."""

    mail_adapter: Literal["smtp", "gmail"] = "smtp"
    smtp_host: str = "localhost"
    smtp_port: int = 587
    smtp_tls: bool = True
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    gmail_url: str | None = None
    mail_from: str = "Akun Pembelajaran <layanan@belajar.id>"
    operations_email: str = "operasi@belajar.id"

    texter_adapter: Literal["http", "twilio"] = "http"
    texter_url: str | None = None
    """http: the gateway, which takes `POST` JSON {id, to, text, ttl?}. twilio: root of its API; None = Twilio's own."""
    texter_token_file: Path | None = None
    """http: bearer token of the gateway. twilio: `key:secret` of an API key, or `account:token`."""
    twilio_account_sid: str | None = Field(default=None, pattern="^AC[0-9a-f]{32}$")
    twilio_sender: str | None = Field(default=None, pattern=r"^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{1,11})$")
    """Number in E.164, messaging service (MG...) or the sender's name as it is registered in Indonesia."""
    identity_issuer: str = "https://accounts.google.com"
    identity_certificates_url: str = "https://www.googleapis.com/oauth2/v1/certs"
    """PEM certificates by key id."""
    identity_audience: str = "belajar.id"
    """OAuth client id that staff sign in with."""
    ringkas_keys_file: Path | None = None
    """Keys under which the ringkas form's back end signs, one base64 secret a line, newest first."""
    letter_bucket: str = "letters"
    storage_service_account: str | None = None
    """Signs upload permits (IAM signBlob); None: the local buckets sign with the pepper."""

    site_url: str = "https://belajar.id"
    trusted_proxies: int = Field(default=1, ge=0, description="how many proxies append to X-Forwarded-For")
    roster_bucket: str = "rosters"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Parse BELAJAR_* variables; raises pydantic.ValidationError naming every missing, wrong or unknown one."""
    values = {key.removeprefix(PREFIX).lower(): value for key, value in environment.items() if key.startswith(PREFIX)}
    return Settings.model_validate(values)


@cache
def settings() -> Settings:
    """Of this process."""
    return read_settings(os.environ)


def secret_lines(path: Path | None) -> list[str]:
    """Non-empty lines of a mounted secret, in order; raises ValueError if there is none."""
    lines = path.read_text().split("\n") if path else []
    return TypeAdapter(list[str]).validate_python([line.strip() for line in lines if line.strip()]) or _missing(path)


def secret_pair(path: Path | None) -> tuple[str, str]:
    """User and password of a mounted secret `user:password`; raises ValueError for any other form."""
    user, _, password = secret_lines(path)[0].partition(":")
    if not (user and password):
        raise ValueError(f"secret file is not user:password: {path}")  # without what it holds
    return user, password


def secret_keys(path: Path | None) -> tuple[bytes, ...]:
    """Keys of a mounted secret, one in base64 a line; raises ValueError for a missing, garbled or short one.

    base64 as such skips what it does not know: a damaged file would become a short or empty key that anybody can guess.
    """
    return tuple(_key(line) for line in secret_lines(path))


def _key(line: str) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        # Without a cause: its text would be part of a key.
        raise ValueError(f"a key is not base64 or shorter than {KEY_BYTES} bytes")
    return key


def _missing(path: Path | None) -> list[str]:
    raise ValueError(f"secret file is missing or empty: {path}")
