"""All functions as deployed, in one process, with the adapters' own counts taken around every run of each."""

import base64
import importlib
import io
import json
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, Final

import flask
from werkzeug.test import EnvironBuilder

from belajar import wiring
from belajar.embedded.bus import SqliteBus
from belajar.embedded.delivery import Delivery
from belajar.ports import Message
from bench.importing import BUCKET
from bench.outside import Outside, outside
from bench.prices import billed_bytes
from bench.surroundings import Surroundings, adopt_settings
from devstack.host.environment import PROJECT
from devstack.host.scheduler import tick_by_hand
from devstack.topology import topology

Counts = Counter[str]
EXPIRING: Final = tuple(topology().ttl)
"""Collections whose documents Firestore deletes later, which it bills as well."""
ORIGIN: Final = "198.51.100.7"


class Chain:
    """`by_function` holds what each function did so far."""

    def __init__(self, around: Surroundings, beyond: Outside) -> None:
        self.beyond, self.secrets = beyond, around.secrets
        self.by_function: defaultdict[str, Counts] = defaultdict(Counter)
        self._folder = around.folder
        self._functions, self._keys = dict[str, Any](), list[Any]()
        for name in topology().functions:
            self._functions[name] = self._built(name)
        # Messages of Cloud Storage and the schedule come from outside: they are not counted as ours.
        self._outside = SqliteBus(around.folder / "bus.sqlite")
        self._outside.configure(topology().deliveries())
        self._documents = sqlite3.connect(around.folder / "store.sqlite")

    def arrive(self, name: str, generation: str = "1") -> None:
        """A file is in the bucket."""
        about = {"bucketId": BUCKET, "objectId": name, "objectGeneration": generation, "eventType": "OBJECT_FINALIZE"}
        self._outside.publish([Message("roster-received-v1", b"{}", about)])

    def tick(self, topic: str) -> None:
        """The schedule's message, also within the same minute."""
        self._outside.publish([tick_by_hand(topic)])

    def drain(self) -> None:
        """Deliver until nothing waits."""
        delivery = Delivery(self._folder / "bus.sqlite", PROJECT)
        delivery.drain(self._push)
        delivery.stop()

    def ask(self, path: str, body: Any, origin: str) -> tuple[int, dict[str, Any]]:
        """A request to the look-up function."""
        status, raw = self.send("lookup", "POST", path, body, {"X-Forwarded-For": origin})
        return status, json.loads(raw)

    def send(
        self, name: str, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """A request to any function; its answer's bytes."""
        sent = {"X-Forwarded-For": ORIGIN} | dict(headers or {})
        path, _, query = path.partition("?")
        builder = EnvironBuilder(path=path, method=method, json=body, headers=list(sent.items()), query_string=query)
        answer, status = self._run(name, flask.Request(builder.get_environ()))
        return status, answer

    def stored(self, collection: str) -> tuple[int, int]:
        """Documents of a collection, and their bytes as JSON."""
        bounds = (f"{collection}/", f"{collection}0")
        query = (
            "SELECT count(*), coalesce(sum(length(path) + length(body)), 0) FROM documents WHERE path > ? AND path < ?"
        )
        count, size = self._documents.execute(query, bounds).fetchone()
        return int(count), int(size)

    def done(self) -> Counts:
        """All functions together, so far."""
        return sum(self.by_function.values(), Counter[str]())

    def close(self) -> None:
        """Let go of the files."""
        self._outside.close()
        self._documents.close()

    def _built(self, name: str) -> Any:
        """With keys of its own, built at start as on Cloud Run: what one function remembers, no other knows."""
        wiring.keys.cache_clear()
        os.environ["K_SERVICE"] = name
        function = importlib.import_module(f"functions.{name}.main").FUNCTION
        del os.environ["K_SERVICE"]
        self._keys.append(wiring.keys())
        return function

    def _push(self, subscription: str, body: dict[str, Any]) -> int:
        name = subscription.partition(".")[2]
        message = body["message"]
        size = len(base64.b64decode(message["data"])) + sum(len(k) + len(v) for k, v in message["attributes"].items())
        self.by_function[name]["bytes"] += billed_bytes(size)
        builder = EnvironBuilder(path="/", method="POST", json=body)
        status: int = self._run(name, flask.Request(builder.get_environ()))[1]
        return status

    def _run(self, name: str, request: flask.Request) -> tuple[bytes, int]:
        before = self._tally()
        with redirect_stdout(io.StringIO()) as written:
            pieces, status, *_ = self._functions[name].handle(request)
            answer = pieces.encode() if isinstance(pieces, str) else b"".join(pieces)
        spent = self._tally() - before
        self.by_function[name].update(spent, runs=1, logged=len(written.getvalue()))
        return answer, status

    def _tally(self) -> Counts:
        parts: Any = (wiring.store(), wiring.mailer(), wiring.texter(), *self._keys)
        total = sum((part.counts for part in parts), Counter[str]())
        bus: Any = wiring.bus()
        directory: Any = wiring.directory()
        expiring = sum(self.stored(collection)[0] for collection in EXPIRING)
        return total + Counter(messages=bus.counts["messages"], directory=directory.counts.total(), expiring=expiring)


@contextmanager
def chain(folder: Path) -> Iterator[Chain]:
    """A chain of its own. One for each process: what the functions are built with stays as it is."""
    around = Surroundings(folder)
    with outside(around) as beyond:
        adopt_settings(around.settings() | beyond.settings)
        wiring.store()
        made = Chain(around, beyond)
        try:
            yield made
        finally:
            made.close()


def counted(made: Chain, *actions: Callable[[], object]) -> Counts:
    """What the functions did because of these."""
    before = made.done()
    for action in actions:
        action()
    return made.done() - before
