"""The one-time code of a request: derived when it is sent and again when it is compared, never stored (section 6)."""

from belajar.ports import Keys
from belajar.rules.otp import digits

PURPOSE = "one-time-code|"
RESET_PURPOSE = "reset-code|"


def one_time_code(nomor: str, number: int, keys: Keys, version: str | None) -> str:
    """The `number`-th code of a request; the same on every call. One key operation, raises RetryableError of the keys.

    `version`: the key version kept with the request, so that a code in flight outlives a rotation of the key.
    """
    return digits(keys.mac(f"{PURPOSE}{nomor}|{number}".encode(), version).value)


def reset_code(reset_id: str, number: int, keys: Keys, version: str | None) -> str:
    """The `number`-th code of a reset; otherwise as `one_time_code`, of which none can stand for it."""
    return digits(keys.mac(f"{RESET_PURPOSE}{reset_id}|{number}".encode(), version).value)


def code_key_version(keys: Keys) -> str:
    """The key version of the codes that are asked for now; one message for all, so that it is rarely an operation."""
    return keys.mac(f"{PURPOSE}version".encode()).version
