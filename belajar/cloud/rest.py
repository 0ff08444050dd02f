"""Google's REST APIs without their client libraries, which cost a third of a second at start (traps: cold start)."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Final

import requests
from google.auth.exceptions import GoogleAuthError

from belajar.errors import Reason, RetryableError
from belajar.ports import Clock
from belajar.runtime.clock import SystemClock

TIMEOUT_SECONDS: Final = 10
PAUSES_SECONDS: Final = (0.0, 1.0)
"""Before the second and third try (policies: provider calls)."""
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
_SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"
_SYSTEM_CLOCK: Final = SystemClock()


class RestApi:
    """One API at `url`, as this function's service account; without credentials where `url` is local http.

    Whatever goes wrong is a RetryableError of `reason`: a refusal is for an engineer to mend, not the caller's fault.
    """

    def __init__(self, url: str, reason: Reason, clock: Clock = _SYSTEM_CLOCK) -> None:
        self._url = url.rstrip("/")
        self._reason = reason
        self._clock = clock

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        data: bytes | None = None,
        allow: Collection[int] = (),
        again: bool = True,
    ) -> requests.Response:
        """The answer, if its status is 2xx or in `allow`. `again`: idempotent, so a passing fault is tried 3 times."""
        pauses = iter(PAUSES_SECONDS if again else ())
        while True:
            found, problem = self._try(method, path, params=params, headers=headers, json=body, data=data)
            if found is not None and (found.ok or found.status_code in allow):
                return found
            passing = found is None or found.status_code in _PASSING
            pause = next(pauses, None) if passing else None
            if pause is None:
                raise RetryableError(self._reason, problem)
            if pause:
                self._clock.sleep(pause)

    def close(self) -> None:
        """Close what is open; a later call opens it again."""
        if session := self.__dict__.pop("_session", None):
            session.close()

    def _try(self, method: str, path: str, **parts: Any) -> tuple[requests.Response | None, str]:
        try:
            answer = self._session.request(method, self._url + path, timeout=TIMEOUT_SECONDS, **parts)
        except (requests.RequestException, GoogleAuthError) as error:
            return None, type(error).__name__
        return answer, f"HTTP {answer.status_code}"

    @cached_property
    def _session(self) -> requests.Session:
        if self._url.startswith("http://"):
            session = requests.Session()
            session.trust_env = False  # no proxy stands between us and this machine
            return session
        import google.auth
        from google.auth.transport.requests import AuthorizedSession

        credentials, _ = google.auth.default(scopes=[_SCOPE])
        return AuthorizedSession(credentials)
