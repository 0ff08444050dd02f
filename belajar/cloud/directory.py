"""Google Workspace behind the Directory port, through google-api-python-client.

The client is imported by the functions that use it, so that only steps that call Workspace pay for it.
"""

import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.client import HTTPException
from threading import Lock
from typing import Any, Final, TypeVar

from belajar.cloud.directory_errors import AbsentError, Method, failure, no_answer, read_refusal
from belajar.errors import DirectoryBlockedError, DirectoryBusyError
from belajar.ports import DirectoryUser, NewUser, UserPage

SCOPE: Final = "https://www.googleapis.com/auth/admin.directory.user"
EXTERNAL_ID_TYPE: Final = "belajar.id"
"""Custom type of our entry in `externalIds`: not `organization`, which Google may ask for as a proof of identity."""
READ_FIELDS: Final = "primaryEmail,id,externalIds,agreedToTerms,lastLoginTime,suspended"
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Google's way to say that nobody has signed in yet."""

_Result = TypeVar("_Result")


class WorkspaceDirectory:
    """Users of one Workspace customer. Safe to share between threads: a connection serves one call at a time.

    `url` names a simulator, which is called without credentials; otherwise `service_account` signs without a key file
    (domain-wide delegation through IAM signJwt) in the name of `admin`. A silent server is given up on after
    `timeout_seconds`. `counts` tallies calls by method.
    """

    def __init__(
        self, url: str | None, admin: str | None, service_account: str | None, *, timeout_seconds: float = 10.0
    ) -> None:
        self._url = url.rstrip("/") + "/" if url else None
        self._admin = admin
        self._service_account = service_account
        self._timeout_seconds = timeout_seconds
        self.counts: Counter[str] = Counter()
        self._idle: deque[Any] = deque()
        self._credentials: Any = None
        self._lock = Lock()

    def insert(self, user: NewUser) -> DirectoryUser:
        """As in the port. The client underneath resends a POST once if the server closes without any answer.

        So a DuplicateUserError may be caused by this very call: read back before judging.
        """
        return self._call("insert", _user, body=_body(user))

    def get(self, address: str) -> DirectoryUser | None:
        """As in the port."""
        try:
            return self._call("get", _user, userKey=address, projection="full", fields=READ_FIELDS)
        except AbsentError:
            return None

    def list_page(self, page_token: str | None, page_size: int = 500) -> UserPage:
        """As in the port; at most 500 users. A stale token raises FinalError(INVALID_REQUEST): begin again."""
        return self._call(
            "list",
            _page,
            customer="my_customer",
            orderBy="email",
            maxResults=page_size,
            pageToken=page_token,
            fields=f"nextPageToken,users({READ_FIELDS})",
        )

    def close(self) -> None:
        """Close idle connections; the directory may be used again."""
        while self._idle:
            self._idle.pop().close()

    def _call(self, method: Method, read: Callable[[Mapping[str, Any]], _Result], **parameters: Any) -> _Result:
        from google.auth.exceptions import GoogleAuthError
        from googleapiclient.errors import HttpError
        from httplib2.error import HttpLib2Error

        users = self._take()
        self.counts[method] += 1
        request = getattr(users, method)(**parameters)
        try:
            result = read(request.execute(num_retries=0))
        except HttpError as error:
            self._idle.append(users)
            raise failure(method, read_refusal(error.status_code, error.content)) from None
        except GoogleAuthError as error:  # no token, so the call itself was never made
            users.close()
            raise _unauthorised(error) from None
        except (OSError, HTTPException, HttpLib2Error, ValueError, LookupError, TypeError, AttributeError) as error:
            users.close()  # what is left in this connection is not to be trusted
            raise no_answer(method, type(error).__name__) from None
        self._idle.append(users)
        return result

    def _take(self) -> Any:
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

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
    return Credentials(source, target_principal=service_account, target_scopes=[SCOPE], subject=admin)


def _unauthorised(error: Any) -> DirectoryBusyError | DirectoryBlockedError:
    from google.auth.exceptions import TransportError

    passing = isinstance(error, TransportError) or error.retryable
    return (DirectoryBusyError if passing else DirectoryBlockedError)(type(error).__name__)


def _body(user: NewUser) -> dict[str, Any]:
    """`users.insert` body. The password goes in the clear over TLS: only so can Google check its length and strength.

    A crypt hash would add nothing: the initial password is short-lived, and the hash of 40 bits is no secret either.
    """
    body = {
        "primaryEmail": user.address,
        "name": {"givenName": user.given_name, "familyName": user.family_name, "displayName": user.display_name},
        "password": user.password,
        "changePasswordAtNextLogin": True,
        "orgUnitPath": user.org_unit,
        "externalIds": [{"type": "custom", "customType": EXTERNAL_ID_TYPE, "value": user.external_id}],
        "organizations": [{"type": "school", "primary": True, "costCenter": user.cost_center}],
        "recoveryEmail": user.recovery_email,
        "recoveryPhone": user.recovery_phone,
    }
    return {key: value for key, value in body.items() if value is not None}


def _user(resource: Mapping[str, Any]) -> DirectoryUser:
    return DirectoryUser(
        address=resource["primaryEmail"],
        workspace_id=resource["id"],
        external_id=_external_id(resource),
        agreed_to_terms=resource.get("agreedToTerms", False),
        last_login=_login_time(resource.get("lastLoginTime")),
        suspended=resource.get("suspended", False),
    )


def _external_id(resource: Mapping[str, Any]) -> str | None:
    entries = resource.get("externalIds", [])
    return next((entry["value"] for entry in entries if entry.get("customType") == EXTERNAL_ID_TYPE), None)


def _login_time(text: str | None) -> datetime | None:
    moment = datetime.fromisoformat(text) if text else NEVER
    return None if moment == NEVER else moment


def _page(resource: Mapping[str, Any]) -> UserPage:
    users = tuple(_user(each) for each in resource.get("users", []))
    return UserPage(users, resource.get("nextPageToken") or None)
