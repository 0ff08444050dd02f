"""The issuer's certificates, fetched seldom: google-auth's own way fetches them for every token (traps)."""

import re
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import requests

from belajar.errors import Reason, RetryableError
from belajar.ports import Clock

TIMEOUT_SECONDS: Final = 10
UNKNOWN_KEY_PAUSE: Final = timedelta(minutes=1)
"""Anybody can send a token with an invented key id: that must not become a fetch each."""
FAILURE_PAUSE: Final = timedelta(seconds=5)
"""Callers wait for one another's fetch: while the issuer is down, one of them at a time may wait for it."""
_MAX_AGE: Final = re.compile(r"\bmax-age=(\d{1,9})\b")


class Certificates:
    """PEM certificates by key id, as served under `url`; kept as long as its Cache-Control says. Thread-safe."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url, self._clock = url, clock
        self._lock = threading.Lock()
        self._known: Mapping[str, str] = {}
        long_ago = clock.now() - timedelta(days=1)
        self._fresh_until = self._fetched_at = self._failed_at = long_ago

    def find(self, key_id: str) -> str | None:
        """The certificate, None if the issuer has no such key. Raises RetryableError(IDENTITY_UNAVAILABLE)."""
        with self._lock:
            now = self._clock.now()
            unknown = key_id not in self._known and now - self._fetched_at >= UNKNOWN_KEY_PAUSE
            if now >= self._fresh_until or unknown:
                self._fetch(now)
            return self._known.get(key_id)

    def _fetch(self, now: datetime) -> None:
        if now - self._failed_at < FAILURE_PAUSE:
            raise RetryableError(Reason.IDENTITY_UNAVAILABLE, "failed a moment ago")
        try:
            self._known, max_age = _get(self._url)
        except RetryableError:
            self._failed_at = self._clock.now()
            raise
        self._fetched_at = now
        self._fresh_until = now + timedelta(seconds=max_age)


def _get(url: str) -> tuple[Mapping[str, str], int]:
    """Certificates and for how many seconds they may be kept."""
    with requests.Session() as session:
        session.trust_env = not url.startswith("http://")
        try:
            answer = session.get(url, timeout=TIMEOUT_SECONDS)
            found = answer.json() if answer.ok else None
        except requests.RequestException as error:
            raise RetryableError(Reason.IDENTITY_UNAVAILABLE, type(error).__name__) from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise RetryableError(Reason.IDENTITY_UNAVAILABLE, f"HTTP {answer.status_code}, not certificates")
    age = _MAX_AGE.search(answer.headers.get("Cache-Control", ""))
    return found, int(age[1]) if age else 0
