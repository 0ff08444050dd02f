"""All functions as deployed, in one process, with the adapters' own counts taken around every run of each."""

import base64
import importlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import flask
from werkzeug.test import EnvironBuilder

from belajar import wiring
from belajar.embedded.bus import SqliteBus
from belajar.embedded.delivery import Delivery
from belajar.ports import Message
from bench.importing import BUCKET
from bench.kms import kms_app
from bench.prices import billed_bytes
from bench.servers import free_port
from bench.surroundings import Surroundings, adopt_settings
from devstack.host.environment import PROJECT
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp
from devstack.topology import topology
from devstack.workspace.app import workspace_app
from devstack.workspace.serving import served

Counts = Counter[str]
EXPIRING: Final = tuple(topology().ttl)
"""Collections whose documents Firestore deletes later, which it bills as well."""


class Chain:
    """`by_function` holds what each function did so far."""

    def __init__(self, around: Surroundings, workspace_url: str) -> None:
        self.workspace_url = workspace_url
        self.by_function: defaultdict[str, Counts] = defaultdict(Counter)
        self._folder = around.folder
        self._functions = {name: _function(name) for name in topology().functions}
        # Messages of Cloud Storage and the schedule come from outside: they are not counted as ours.
        self._outside = SqliteBus(around.folder / "bus.sqlite")
        self._outside.configure(topology().deliveries())
        self._documents = sqlite3.connect(around.folder / "store.sqlite")

    def arrive(self, name: str) -> None:
        """A file is in the bucket."""
        about = {"bucketId": BUCKET, "objectId": name, "objectGeneration": "1", "eventType": "OBJECT_FINALIZE"}
        self._outside.publish([Message("roster-received-v1", b"{}", about)])

    def tick(self, topic: str) -> None:
        """The schedule's message."""
        kind = f"id.belajar.{topic.replace('-', '.')}"
        self._outside.publish([Message(topic, b"{}", {"ce-type": kind})])

    def drain(self) -> None:
        """Deliver until nothing waits."""
        delivery = Delivery(self._folder / "bus.sqlite", PROJECT)
        delivery.drain(self._push)
        delivery.stop()

    def ask(self, path: str, body: Any, origin: str) -> tuple[int, dict[str, Any]]:
        """A request to the look-up function."""
        builder = EnvironBuilder(path=path, method="POST", json=body, headers=[("X-Forwarded-For", origin)])
        text, status, _ = self._run("lookup", flask.Request(builder.get_environ()))
        return status, json.loads(text)

    def done(self) -> Counts:
        """All functions together, so far."""
        return sum(self.by_function.values(), Counter[str]())

    def close(self) -> None:
        """Let go of the files."""
        self._outside.close()
        self._documents.close()

    def _push(self, subscription: str, body: dict[str, Any]) -> int:
        name = subscription.partition(".")[2]
        message = body["message"]
        size = len(base64.b64decode(message["data"])) + sum(len(k) + len(v) for k, v in message["attributes"].items())
        self.by_function[name]["bytes"] += billed_bytes(size)
        builder = EnvironBuilder(path="/", method="POST", json=body)
        status: int = self._run(name, flask.Request(builder.get_environ()))[1]
        return status

    def _run(self, name: str, request: flask.Request) -> Any:
        before = self._tally()
        reply = self._functions[name].handle(request)
        self.by_function[name].update(self._tally() - before)
        return reply

    def _tally(self) -> Counts:
        parts: Any = (wiring.store(), wiring.keys(), wiring.mailer())
        total = sum((part.counts for part in parts), Counter[str]())
        bus: Any = wiring.bus()
        directory: Any = wiring.directory()
        expiring = sum(self._stored(collection) for collection in EXPIRING)
        return total + Counter(messages=bus.counts["messages"], directory=directory.counts.total(), expiring=expiring)

    def _stored(self, collection: str) -> int:
        bounds = (f"{collection}/", f"{collection}0")
        query = "SELECT count(*) FROM documents WHERE path > ? AND path < ?"
        return int(self._documents.execute(query, bounds).fetchone()[0])


def _function(name: str) -> Any:
    return importlib.import_module(f"functions.{name}.main").FUNCTION


@contextmanager
def chain(folder: Path) -> Iterator[Chain]:
    """A chain of its own; Workspace, mail relay and KMS answer on the wire."""
    around, port = Surroundings(folder), free_port()
    relay = start_smtp(Inbox(folder / "inbox.sqlite"), port)
    with served(workspace_app(folder / "workspace.sqlite")) as workspace, served(kms_app) as kms:
        outside = {
            "BELAJAR_KMS_URL": kms,
            "BELAJAR_WORKSPACE_URL": workspace,
            "BELAJAR_SMTP_HOST": "127.0.0.1",
            "BELAJAR_SMTP_PORT": str(port),
            "BELAJAR_SMTP_TLS": "false",
        }
        adopt_settings(around.settings() | outside)
        wiring.store()
        made = Chain(around, workspace)
        try:
            yield made
        finally:
            made.close()
            relay.stop()


def counted(made: Chain, *actions: Callable[[], object]) -> Counts:
    """What the functions did because of these."""
    before = made.done()
    for action in actions:
        action()
    return made.done() - before
