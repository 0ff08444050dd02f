"""Functions of a world started anew with other peppers and keys, as a new revision is."""

import hashlib
import hmac
import json
from dataclasses import fields, replace
from functools import partial
from typing import Any

import flask
from werkzeug.test import EnvironBuilder

from belajar.rules.policy import POLICY
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER
from belajar.runtime.http import HttpFunction
from belajar.runtime.run import Runtime
from functions.lookup.ticket import Tickets
from functions.mail_report import main as mail_report
from functions.mail_report.step import Deps as ReportDeps
from tests.support.schools import School
from tests.support.world import World
from tests.support.worlds.inside import Inside

OLD, NEW = b"p" * 32, b"q" * 32


class Rotated(Inside):
    """The functions of a world, started anew with these peppers and keys of the ringkas form."""

    def __init__(self, made: World, peppers: tuple[bytes, ...], ringkas: tuple[bytes, ...] | None = None) -> None:
        super().__init__(made)
        self._changed: dict[str, Any] = {"peppers": peppers}
        self._changed["tickets"] = Tickets(peppers, POLICY.lookup_ticket_seconds)
        self._changed |= {"ringkas_keys": ringkas} if ringkas else {}

    def _event_deps(self):
        return {name: self._rotated(deps) for name, deps in super()._event_deps().items()}

    def _http_deps(self):
        return {name: self._rotated(deps) for name, deps in super()._http_deps().items()}

    def _rotated(self, deps: Any) -> Any:
        return replace(deps, **{own.name: self._changed[own.name] for own in fields(deps) if own.name in self._changed})


def start_anew(made: World, *peppers: bytes, ringkas: tuple[bytes, ...] | None = None) -> None:
    """A new revision of every function."""
    inside = Rotated(made, peppers, ringkas)
    made.functions, made.web = inside.event_functions(), inside.http_functions()


def check(at: School, who: str = "guru", **changed: str) -> tuple[int, dict[str, Any]]:
    status, answer, _ = at.made.post("/v1/akun/periksa", at.people[who].form() | changed)
    return status, answer


def report(made: World, mail_id: str, key: bytes, keys: tuple[bytes, ...]) -> int:
    """What the relay says about a mail, signed with `key`; the function knows `keys`."""
    body = json.dumps({"message_id": mail_id, "kind": "bounced", "code": "5.1.1"}).encode()
    stamp = str(int(made.clock.now().timestamp()))
    tag = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: tag}
    runtime = partial(Runtime, made.store, made.bus, made.clock)
    routes = list(mail_report.FUNCTION.routes.values())
    function = HttpFunction("mail_report", routes, runtime, lambda: ReportDeps(keys, made.clock))
    builder = EnvironBuilder(path="/v1/surat/laporan", method="POST", data=body, headers=headers,
                             content_type="application/json")  # fmt: skip
    return function.handle(flask.Request(builder.get_environ()))[1]
