"""An owner of an account at the pages of a new password, for the bench of passwords."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from belajar import wiring
from belajar.cloud.keys import KmsKeys
from belajar.codes import reset_code
from belajar.credentials import initial_credential
from belajar.rules.reset_tokens import Disownable, disown_token
from bench.chain import Chain
from bench.surroundings import KMS_KEY
from devstack.sample.people import SamplePerson
from devstack.workspace.owner import activate
from schemas.documents import Account

REASON: Final = "Pemilik lupa kata sandi."


@dataclass
class Owner:
    """What the pages show is derived here with keys of its own, so that no function's own counts change by it."""

    made: Chain
    person: SamplePerson
    origin: str
    reset: str = ""
    token: str = ""

    @property
    def address(self) -> str:
        """The account's."""
        return str(_document(f"people/{self.person.sumber_id}")["address"])

    def start_using(self) -> None:
        """Sign in for the first time."""
        account = Account.model_validate(_document(f"accounts/{self.address}"))
        activate(self.made.beyond.workspace_url, self.address, initial_credential(account, self._keys()), _password())

    def ask(self, saluran: str) -> None:
        """A code, up to its being sent."""
        self.reset = self._post("reset", "/v1/reset", {"akun": self.address, "saluran": saluran}, 202)["id"]
        self.made.drain()

    def verify(self) -> None:
        """The right code."""
        version = _document(f"resets/{self.reset}")["code_key_version"]
        code = reset_code(self.reset, 1, self._keys(), version)
        self.token = self._post("reset", f"/v1/reset/{self.reset}/verifikasi", {"kode": code}, 200)["token"]

    def choose(self) -> None:
        """The new password, up to the last notice."""
        body = {"token": self.token, "sandi_baru": _password()}
        self._post("reset", f"/v1/reset/{self.reset}/sandi", body, 200)
        self.made.drain()

    def disown(self) -> None:
        """It was somebody else: up to the frozen account."""
        pepper = base64.b64decode(self.made.secrets.peppers.read_text().split("\n")[0])
        link = disown_token(pepper, Disownable.RESET, self.reset)
        self._post("reset", "/v1/bukan-saya", {"token": link}, 202)
        self.made.drain()

    def be_helped(self, helper: str) -> None:
        """By a petugas, up to the mail or the card."""
        body = {"akun": self.address, "alasan": REASON}
        self.reset = self._post("assist", "/v1/reset/bantuan", body, 202, self._signed_in(helper))["id"]
        self.made.drain()

    def card(self, helper: str) -> None:
        """Fetched by the petugas."""
        path = f"/v1/reset/bantuan/{self.reset}/kartu"
        status, body = self.made.send("assist", "POST", path, None, self._signed_in(helper))
        expect(status, 200, body)

    def _signed_in(self, helper: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.made.beyond.issuer.token(helper)}"}

    def _post(
        self, function: str, path: str, body: Any, status: int, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        sent = {"X-Forwarded-For": self.origin} | dict(headers or {})
        got, raw = self.made.send(function, "POST", path, body, sent)
        expect(got, status, raw)
        answer: dict[str, Any] = json.loads(raw)
        return answer

    def _keys(self) -> KmsKeys:
        return KmsKeys(KMS_KEY, self.made.beyond.kms_url)


def expect(status: int, expected: int, body: bytes) -> None:
    """A bench of something else than meant would measure nothing."""
    if status != expected:
        code = json.loads(body).get("code", "") if body[:1] == b"{" else ""
        raise RuntimeError(f"answered {status} {code} instead of {expected}")


def _document(path: str) -> Mapping[str, Any]:
    [found] = wiring.store().get(path)
    if found is None:
        raise RuntimeError(f"{path} is missing")
    return found.data


def _password() -> str:
    return secrets.token_urlsafe(12)
