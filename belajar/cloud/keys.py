"""MAC signing by Cloud KMS: the key never leaves it (DESIGN section 6)."""

import base64
import binascii
import threading
from collections import Counter, OrderedDict
from datetime import datetime, timedelta
from typing import Any, Final

from belajar.cloud.crc32c import crc32c
from belajar.cloud.rest import RestApi
from belajar.errors import Reason, RetryableError
from belajar.ports import Clock, Mac
from belajar.runtime.clock import SystemClock

CURRENT_FOR: Final = timedelta(minutes=10)
"""How long a new key version may go unnoticed; older ones stay valid, so nothing depends on the moment."""
REMEMBERED: Final = 4096
"""Tags kept: a national import asks for the same school again and again, and each call costs money and 20 ms."""
GARBLED_TRIES: Final = 3
_SYSTEM_CLOCK: Final = SystemClock()


class KmsKeys:
    """One MAC key, `projects/P/locations/L/keyRings/R/cryptoKeys/K`. A version is the last part of its name.

    MAC keys have no primary version: the current one is the newest that is enabled. `counts` tallies `macs` (billed),
    `remembered` and `lists`. Safe for many threads.
    """

    def __init__(self, key_name: str, url: str, clock: Clock = _SYSTEM_CLOCK, remembered: int = REMEMBERED) -> None:
        self._key_name = key_name
        self._remembered = remembered
        self._clock = clock
        self._api = RestApi(url, Reason.KEYS_UNAVAILABLE, clock)
        self._lock = threading.Lock()
        self._tags: OrderedDict[tuple[str, bytes], Mac] = OrderedDict()
        self._current: tuple[str, datetime] | None = None
        self.counts: Counter[str] = Counter()

    def mac(self, message: bytes, version: str | None = None) -> Mac:
        """As the port."""
        version = version or self._current_version()
        with self._lock:
            known = self._tags.get((version, message))
            if known:
                self._tags.move_to_end((version, message))
                self.counts["remembered"] += 1
                return known
        made = Mac(self._sign(message, version), version)
        with self._lock:
            self._tags[version, message] = made
            if len(self._tags) > self._remembered:
                self._tags.popitem(last=False)
        return made

    def close(self) -> None:
        """Close open connections."""
        self._api.close()

    def _current_version(self) -> str:
        now = self._clock.now()
        known = self._current
        if known and now - known[1] < CURRENT_FOR:
            return known[0]
        usable = [
            int(version["name"].rpartition("/")[2])
            for version in self._versions()
            if version["state"] == "ENABLED" and version["algorithm"] == "HMAC_SHA256"
        ]
        if not usable:
            raise RetryableError(Reason.KEYS_UNAVAILABLE, "no enabled key version")
        self._current = str(max(usable)), now
        return self._current[0]

    def _versions(self) -> list[dict[str, Any]]:
        params = {"pageSize": "100"}
        found: list[dict[str, Any]] = []
        while True:
            self.counts["lists"] += 1
            page = self._api.call("GET", f"/v1/{self._key_name}/cryptoKeyVersions", params=params).json()
            found += page.get("cryptoKeyVersions", [])
            if not page.get("nextPageToken"):
                return found
            params["pageToken"] = page["nextPageToken"]

    def _sign(self, message: bytes, version: str) -> bytes:
        name = f"{self._key_name}/cryptoKeyVersions/{version}"
        body = {"data": base64.b64encode(message).decode(), "dataCrc32c": str(crc32c(message))}
        for _ in range(GARBLED_TRIES):
            self.counts["macs"] += 1
            tag = _checked_tag(self._api.call("POST", f"/v1/{name}:macSign", body=body).json(), name)
            if tag is not None:
                return tag
        raise RetryableError(Reason.KEYS_UNAVAILABLE, "checksum mismatch")


def _checked_tag(answer: dict[str, Any], name: str) -> bytes | None:
    """None if anything was garbled on the way, either way (KMS docs: data integrity guidelines).

    A wrong tag would become somebody's password that nobody can derive again, so it is worth the check.
    """
    try:
        tag = base64.b64decode(answer["mac"], validate=True)
        whole = answer["verifiedDataCrc32c"] and answer["name"] == name and int(answer["macCrc32c"]) == crc32c(tag)
    except (KeyError, ValueError, binascii.Error):
        return None
    return tag if whole else None
