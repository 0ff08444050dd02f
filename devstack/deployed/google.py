"""Google's REST APIs read page by page with the operator's own credentials."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from belajar.cloud.rest import RestApi
from belajar.errors import Reason, RetryableError
from devstack.deployed.model import UnreadableError

_REFUSED: Final = {
    "HTTP 401": "sign in with `gcloud auth application-default login`",
    "HTTP 403": "you lack the right to read this (roles/viewer and roles/iam.securityReviewer are enough)",
    "HTTP 404": "there is no such thing",
    "DefaultCredentialsError": "sign in with `gcloud auth application-default login`",
    "RefreshError": "your sign-in has ended: `gcloud auth application-default login`",
}


class Google:
    """Reads. `root`: stands in for every API, each under its own name; None = Google's own addresses."""

    def __init__(self, root: str | None = None) -> None:
        self._root, self._apis = root, dict[str, RestApi]()

    def get(
        self, api: str, path: str, params: Mapping[str, str] | None = None, *, may_be_missing: bool = False
    ) -> dict[str, Any]:
        """One answer; {} for what may be missing and is. Raises UnreadableError, which says what to do."""
        try:
            allow = (404,) if may_be_missing else ()
            given = self._api(api).call("GET", path, params=params, allow=allow)
            answer: dict[str, Any] = given.json() if given.ok else {}
        except RetryableError as error:
            meaning = _REFUSED.get(error.detail or "", "try again later")
            raise UnreadableError(f"{api} does not answer {path}: {error.detail}, {meaning}.") from None
        except ValueError:
            raise UnreadableError(f"{api} answers {path} with something else than JSON.") from None
        return answer

    def pages(self, api: str, path: str, items: str, params: Mapping[str, str] | None = None) -> Iterator[Any]:
        """All items of all pages. Raises UnreadableError, also if a region could not be reached."""
        asked = dict(params or {})
        while True:
            page = self.get(api, path, asked)
            if page.get("unreachable"):
                raise UnreadableError(f"{api} cannot reach {', '.join(page['unreachable'])}: try again later.")
            yield from page.get(items, [])
            if not page.get("nextPageToken"):
                return
            asked["pageToken"] = page["nextPageToken"]

    def close(self) -> None:
        """Close open connections."""
        for api in self._apis.values():
            api.close()

    def _api(self, name: str) -> RestApi:
        address = f"{self._root}/{name}" if self._root else f"https://{name}.googleapis.com"
        # The reason is for logs of functions; here only its detail is shown.
        return self._apis.setdefault(name, RestApi(address, Reason.STORE_UNAVAILABLE))
