"""Google Workspace behind the Directory port, through google-api-python-client.

The client is imported by the functions that use it, so that only steps that call Workspace pay for it.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from threading import Lock
from typing import Any, Final, TypeVar

from belajar.cloud.directory_errors import AbsentError, Method, failure, no_answer, read_refusal
from belajar.cloud.directory_resources import READ_FIELDS, insert_body, patch_body, read_page, read_user
from belajar.errors import DirectoryBlockedError, DirectoryBusyError
from belajar.ports import DirectoryUser, NewUser, UserChange, UserPage

SCOPES: Final = (
    "https://www.googleapis.com/auth/admin.directory.user",
    "https://www.googleapis.com/auth/admin.directory.user.security",  # signOut takes no other
)
"""All of them must be granted to the delegation in the admin console: Google refuses a token for part of what it asks.
"""

IDLE_SECONDS: Final = 20.0
"""A connection that has rested longer is not used again. Its server may have closed it, and then nobody could tell
whether a change sent on it was made: whoever waits for a new password would be told to come back later.
"""
_Result = TypeVar("_Result")


class WorkspaceDirectory:
    """Users of one Workspace customer. Safe to share between threads: a connection serves one call at a time.

    `url` names a simulator, which is called without credentials; otherwise `service_account` signs without a key file
    (domain-wide delegation through IAM signJwt) in the name of `admin`. A silent server is given up on after
    `timeout_seconds`. `counts` tallies calls by method.
    """

    def __init__(
        self,
        url: str | None,
        admin: str | None,
        service_account: str | None,
        *,
        timeout_seconds: float = 10.0,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._url = url.rstrip("/") + "/" if url else None
        self._admin = admin
        self._service_account = service_account
        self._timeout_seconds = timeout_seconds
        self._idle_seconds = idle_seconds
        self.counts: Counter[str] = Counter()
        self._idle: deque[tuple[float, Any]] = deque()
        self._credentials: Any = None
        self._lock = Lock()

    def insert(self, user: NewUser) -> DirectoryUser:
        """As in the port. The client underneath resends a POST once if the server closes without any answer.

        So a DuplicateUserError may be caused by this very call: read back before judging.
        """
        return self._call("insert", read_user, body=insert_body(user))

    def get(self, address: str) -> DirectoryUser | None:
        """As in the port."""
        try:
            return self._call("get", read_user, userKey=address, projection="full", fields=READ_FIELDS)
        except AbsentError:
            return None

    def list_page(self, page_token: str | None, page_size: int = 500) -> UserPage:
        """As in the port; at most 500 users. A stale token raises FinalError(INVALID_REQUEST): begin again."""
        return self._call(
            "list",
            read_page,
            customer="my_customer",
            orderBy="email",
            maxResults=page_size,
            pageToken=page_token,
            fields=f"nextPageToken,users({READ_FIELDS})",
        )

    def update(self, address: str, change: UserChange) -> None:
        """As in the port: `users.patch`. After DirectoryDelayedError and OutcomeUnknownError it may have happened."""
        self._call("patch", _changed, userKey=address, body=patch_body(change), fields="id")

    def sign_out(self, address: str) -> None:
        """As in the port: `users.signOut`."""
        self._call("signOut", _signed_out, userKey=address)

    def close(self) -> None:
        """Close idle connections; the directory may be used again."""
        while self._idle:
            self._idle.pop()[1].close()

    def _call(self, method: Method, read: Callable[[Any], _Result], **parameters: Any) -> _Result:
        from google.auth.exceptions import GoogleAuthError
        from googleapiclient.errors import HttpError
        from httplib2.error import HttpLib2Error

        users = self._take()
        self.counts[method] += 1
        request = getattr(users, method)(**parameters)
        try:
            result = read(request.execute(num_retries=0))
        except HttpError as error:
            self._rest(users)
            raise failure(method, read_refusal(error.status_code, error.content)) from None
        except GoogleAuthError as error:  # no token, so the call itself was never made
            users.close()
            raise _unauthorised(error) from None
        except (OSError, HTTPException, HttpLib2Error, ValueError, LookupError, TypeError, AttributeError) as error:
            users.close()  # what is left in this connection is not to be trusted
            raise no_answer(method, type(error).__name__) from None
        self._rest(users)
        return result

    def _take(self) -> Any:
        """The connection used last, if it is fresh; those that have rested too long are closed on the way."""
        with suppress(IndexError):
            while True:
                since, users = self._idle.pop()
                if time.monotonic() - since < self._idle_seconds:
                    return users
                users.close()
        return self._connect()

    def _rest(self, users: Any) -> None:
        self._idle.append((time.monotonic(), users))

    def _connect(self) -> Any:
        from googleapiclient.discovery import build

        # The client logs URLs, and bodies of refusals as warnings: there are addresses and names in them.
        logging.getLogger("googleapiclient").setLevel(logging.ERROR)
        options = {"api_endpoint": self._url} if self._url else None
        service = build(
            "admin",
            "directory_v1",
            http=self._http(),
            client_options=options,
            static_discovery=True,
            cache_discovery=False,
        )
        return service.users()

    def _http(self) -> Any:
        from google_auth_httplib2 import AuthorizedHttp
        from httplib2 import Http

        http = Http(timeout=self._timeout_seconds)
        return http if self._url else AuthorizedHttp(self._delegated(), http=http)

    def _delegated(self) -> Any:
        with self._lock:
            if self._credentials is None:
                self._credentials = delegated_credentials(self._admin, self._service_account)
            return self._credentials


def delegated_credentials(admin: str | None, service_account: str | None) -> Any:
    """Credentials of `admin` for users, signed by `service_account` without a key file."""
    from google.auth import default
    from google.auth.exceptions import GoogleAuthError
    from google.auth.impersonated_credentials import Credentials

    try:
        source, _project = default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
    except GoogleAuthError as error:
        raise DirectoryBlockedError(type(error).__name__) from None
    return Credentials(source, target_principal=service_account, target_scopes=SCOPES, subject=admin)


def _unauthorised(error: Any) -> DirectoryBusyError | DirectoryBlockedError:
    from google.auth.exceptions import TransportError

    passing = isinstance(error, TransportError) or error.retryable
    return (DirectoryBusyError if passing else DirectoryBlockedError)(type(error).__name__)


def _changed(resource: Any) -> None:
    resource["id"]  # a page that some proxy sent with a 200 has none


def _signed_out(answer: Any) -> None:
    if answer:
        raise ValueError("an answer where Google gives none")
