"""The one-time code of a request: derived when it is sent and again when it is compared, never stored (section 6)."""

from belajar.ports import Keys
from belajar.rules.otp import digits

PURPOSE = "one-time-code|"


def one_time_code(nomor: str, number: int, keys: Keys) -> str:
    """The `number`-th code of a request; the same on every call. One key operation, raises RetryableError of the keys.

    Under the current key version: a code in flight while the key is rotated is not recognised, and a new one helps.
    """
    return digits(keys.mac(f"{PURPOSE}{nomor}|{number}".encode()).value)
