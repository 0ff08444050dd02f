"""Somebody of the register with an account: details by mail, sign-in, a forgotten password, on the wire."""

import re
import secrets
from dataclasses import dataclass
from typing import Any, Final

import requests

from belajar import wiring
from belajar.rules.phones import parse_mobile
from devstack.demo.boxes import mails, newest_code
from devstack.demo.checks import eventually
from devstack.sample.people import SamplePerson
from devstack.workspace.owner import ActivationError, activate

HTTP_SECONDS: Final = 15
SOON_SECONDS: Final = 20.0
PASSWORD: Final = re.compile(r"\b[a-z]+(?:\.[a-z]+){2,3}\.[0-9]{4}\b")
LINK: Final = re.compile(r"/bukan-saya/(\S+)")


@dataclass
class Forgetful:
    """`url`: of the stack. `reset` is the id that the first answer gave."""

    url: str
    person: SamplePerson
    reset: str = ""

    @property
    def address(self) -> str:
        """The account's."""
        [found] = wiring.store().get(f"people/{self.person.sumber_id}")
        return str(found.data["address"]) if found else ""

    def start_using(self) -> None:
        """Look the account up, have the details sent, accept the terms."""
        ticket = self.post("/v1/akun/periksa", self.person.form()).json()["tiket"]
        self.post("/v1/akun/kirim-detail", {"tiket": ticket})
        if not self.signs_in(self.mailed_password()):
            raise ActivationError("kata sandi awal tidak diterima")

    def mailed_password(self) -> str:
        """The newest that has come by mail."""
        eventually(lambda: bool(self._in_mails(PASSWORD)), wanted=True, seconds=SOON_SECONDS)
        return next(iter(self._in_mails(PASSWORD)), "")

    def link(self) -> str:
        """Token of the newest "bukan saya" link."""
        eventually(lambda: bool(self._in_mails(LINK)), wanted=True, seconds=SOON_SECONDS)
        return next(iter(self._in_mails(LINK)), "")

    def ask(self) -> requests.Response:
        """Ask for a code and wait for it."""
        answer = self.post("/v1/reset", {"akun": self.address})
        self.reset = answer.json().get("id", "")
        eventually(lambda: bool(self.code()), wanted=True, seconds=SOON_SECONDS)
        return answer

    def code(self) -> str:
        """The newest."""
        return newest_code(self.url, self.person.email_pribadi, parse_mobile(self.person.nomor_ponsel) or "")

    def step(self, name: str, **body: str) -> requests.Response:
        """`verifikasi` or `sandi`."""
        return self.post(f"/v1/reset/{self.reset}/{name}", body)

    def signs_in(self, password: str) -> bool:
        """Whether this password opens the account."""
        try:
            activate(f"{self.url}/_workspace", self.address, password, secrets.token_urlsafe(12))
        except ActivationError:
            return False
        return True

    def post(self, path: str, body: dict[str, Any]) -> requests.Response:
        """JSON."""
        return requests.post(f"{self.url}{path}", json=body, timeout=HTTP_SECONDS)

    def _in_mails(self, wanted: re.Pattern[str]) -> list[str]:
        texts = [mail["text"] for mail in mails(self.url, self.person.email_pribadi)]
        return [found[-1] for text in texts if (found := wanted.findall(text))]
