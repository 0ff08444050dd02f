"""Sign-in of staff with the production adapter: a local issuer, its certificates behind a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import flask
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.test import EnvironBuilder

from belajar.cloud.identities import GoogleIdentities
from belajar.ports import Clock, Put, Query, Store
from belajar.runtime.http import HttpFunction
from belajar.runtime.run import Runtime
from devstack.issuer.app import CERTIFICATES, issuer_app
from devstack.issuer.key import IssuerKey
from devstack.issuer.tokens import AUDIENCE, Issuer
from schemas.staff import Petugas
from tests.support.ports import KeptBus
from tests.support.serving import serving

ISSUER = "https://accounts.google.com"
REVIEWER = "peninjau.3204@dinas.belajar.id"


@cache
def _key() -> IssuerKey:
    """One for all tests of a process: making an RSA key takes longer than most of them."""
    return IssuerKey(rsa.generate_private_key(65537, 2048))


@contextmanager
def signing() -> Iterator["Signing"]:
    """An issuer of its own for whoever asks, with the key of all."""
    key = _key()
    with serving(issuer_app(Issuer(key, ISSUER), list)) as url:
        yield Signing(key, url + CERTIFICATES)


class Signing:
    """Tokens and their check, both by the clock of a test."""

    def __init__(self, key: Any, certificates: str) -> None:
        self._key, self._certificates = key, certificates

    def identities(self, clock: Clock) -> GoogleIdentities:
        return GoogleIdentities(AUDIENCE, ISSUER, self._certificates, clock)

    def token(self, clock: Clock, address: str, **changed: Any) -> str:
        return Issuer(self._key, ISSUER, clock=clock).token(address, **changed)


class Desk:
    """The privileged routes of one function, spoken to as the framework would."""

    def __init__(self, function: HttpFunction, store: Store, clock: Clock, signing: Signing, deps: Any) -> None:
        self.store, self.clock, self.signing, self.bus = store, clock, signing, KeptBus()
        runtime = partial(Runtime, store, self.bus, clock)
        self._function = HttpFunction("review", list(function.routes.values()), runtime, lambda: deps)

    def ask(self, method: str, path: str, body: Any = None, by: str = REVIEWER) -> tuple[int, Any]:
        """As this member of staff."""
        return self.send(method, path, body, f"Bearer {self.signing.token(self.clock, by)}")

    def send(self, method: str, path: str, body: Any, authorization: str | None) -> tuple[int, Any]:
        builder = EnvironBuilder(path=path, method=method, json=body)
        if authorization is not None:
            builder.headers["Authorization"] = authorization
        text, status, _ = self._function.handle(flask.Request(builder.get_environ()))
        return status, flask.json.loads(text)

    def topics(self) -> list[str]:
        return sorted(message.topic for message in self.bus.messages)


def put_petugas(store: Store, address: str = REVIEWER, scope: str = "3204", **changed: Any) -> Petugas:
    facts = {"address": address, "nama": "Contoh Peninjau", "roles": {"peninjau": scope}, "active": True,
             "since": datetime(2026, 7, 1, tzinfo=UTC)}  # fmt: skip
    petugas = Petugas.model_validate(facts | changed)
    store.commit([Put(f"petugas/{address}", petugas.model_dump())])
    return petugas


def audited(store: Store) -> list[dict[str, Any]]:
    """All audit rows, in the order of their ids."""
    return [snapshot.data for snapshot in store.query(Query("audit", limit=300))]
