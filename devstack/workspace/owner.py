"""The owner of an account at the sign-in pages, for the demo and for flow tests."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

from devstack.workspace.signed_in import COOKIE

DONE = "Selamat! Akun Pembelajaran Anda telah aktif"
SIGNED_IN = "Anda masuk sebagai"
_TIMEOUT_SECONDS = 10
_MAX_PAGES = 4


class ActivationError(Exception):
    """The pages refused; the text is the sentence shown to the owner."""


def activate(base_url: str, address: str, password: str, new_password: str) -> str:
    """Sign in, accept the terms and set a new password, page by page as they come; the sign-in, for `is_signed_in`.

    `base_url` is the root of the simulator. Raises ActivationError, requests.RequestException.
    """
    typed = {"alamat": address, "kata_sandi": password, "kata_sandi_baru": new_password, "ulangi": new_password}
    page = _Page(requests.get(f"{base_url.rstrip('/')}/masuk", timeout=_TIMEOUT_SECONDS))
    for _ in range(_MAX_PAGES):
        if page.action is None:
            break
        filled = {name: typed.get(name, value) for name, value in page.inputs.items()}
        page = _Page(requests.post(page.action, data=filled, timeout=_TIMEOUT_SECONDS))
        if page.alert:
            raise ActivationError(page.alert)
    if DONE not in page.text:
        raise ActivationError("halaman terakhir tidak tercapai")
    return page.sign_in


def is_signed_in(base_url: str, sign_in: str) -> bool:
    """Whether the sign-in that `activate` gave still opens the account."""
    url = f"{base_url.rstrip('/')}/akun"
    return SIGNED_IN in requests.get(url, cookies={COOKIE: sign_in}, timeout=_TIMEOUT_SECONDS).text


class _Page(HTMLParser):
    """The one form of a page, and its alert."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__()
        response.raise_for_status()
        self.text = response.text
        self.sign_in = response.cookies.get(COOKIE) or ""
        self.inputs: dict[str, str] = {}
        self.action: str | None = None
        self.alert = ""
        self._url = response.url
        self._in_alert = False
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the form and its fields."""
        given = {name: value or "" for name, value in attrs}
        self._in_alert = given.get("role") == "alert"
        if tag == "form":
            self.action = urljoin(self._url, given["action"])
        elif tag == "input":
            self.inputs[given["name"]] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        """Collect the alert."""
        if self._in_alert:
            self.alert += data

    def handle_endtag(self, tag: str) -> None:
        """The alert is one paragraph."""
        self._in_alert = self._in_alert and tag != "p"
