"""The whole chain in one process, with real parts behind every port and a clock that tests own.

Store, bus and files are the embedded engine; Workspace, mail, SMS, buckets and sign-in are spoken to over sockets with
the production adapters; messages are delivered in the calling thread, so that a test can reorder, repeat and kill.
"""

import base64
import json
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import flask
import requests
from werkzeug.test import EnvironBuilder

from belajar.cloud.directory import WorkspaceDirectory
from belajar.cloud.smtp import SmtpMailer
from belajar.cloud.texter import HttpTexter
from belajar.embedded.bus import SqliteBus
from belajar.embedded.claims import Patience
from belajar.embedded.delivery import Delivery
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Message, Query
from belajar.runtime.events import EventFunction
from belajar.runtime.http import HttpFunction
from devstack.topology import topology
from devstack.workspace.options import Options
from schemas import events
from tests.support.clock import ManualClock
from tests.support.ports import Fuse, KilledError
from tests.support.staff import Signing
from tests.support.worlds.inside import Inside
from tests.support.worlds.outside import PEPPER, TEXTS_TOKEN, Outside, outside

BUCKET = "rosters"
PROJECT = "demo-belajar"
HOME = "198.51.100.7"
Reply = tuple[int, dict[str, Any], dict[str, str]]


@dataclass(frozen=True)
class Stopped:
    """What a world that has ended has left, and when: many worlds may go on from there."""

    folder: Path
    now: datetime


@dataclass
class World:
    """Everything at once. `fuse` kills at a chosen outside effect; `patience` orders and repeats deliveries."""

    folder: Path
    outside: Outside
    clock: ManualClock
    patience: Patience = field(default_factory=Patience)
    fuse: Fuse = field(default_factory=Fuse)
    kills: int = 0
    dead_minutes: float = 15
    """How long after a kill another process goes on: past every lease."""

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.folder / "store.sqlite")
        self.bus = SqliteBus(self.folder / "bus.sqlite", self.clock)
        self.bus.configure(topology().deliveries())
        if not (self.folder / "keys").exists():
            FileKeys.create(self.folder / "keys")
        self.keys = FileKeys(self.folder / "keys")
        self.pepper = PEPPER
        beyond = self.outside
        self.files, self.inbox, self.texts = beyond.files, beyond.inbox, beyond.texts
        self.workspace_url = beyond.workspace_url
        self.directory = WorkspaceDirectory(beyond.workspace_url, None, None)
        self.mailer = SmtpMailer(
            "127.0.0.1", beyond.smtp_port, "Layanan <l@belajar.id>", tls=False, user=None, password=None
        )
        self.texter = HttpTexter(f"{beyond.texts_url}/messages", TEXTS_TOKEN)
        self.identities = beyond.signing.identities(self.clock)
        self.functions = self._functions()
        self.web = self._web()

    def upload(self, name: str, data: bytes, generation: str = "1") -> None:
        """A file arrives: the object, then the bucket's notification."""
        self.files.write(BUCKET, f"in/{name}", data)
        self.notify(f"in/{name}", generation)

    def notify(self, name: str, generation: str = "1") -> None:
        self.arrived(BUCKET, name, generation)

    def arrived(self, bucket: str, name: str, generation: str) -> None:
        """What Cloud Storage says about a new object."""
        attributes = {
            "eventType": "OBJECT_FINALIZE",
            "bucketId": bucket,
            "objectId": name,
            "objectGeneration": generation,
        }
        self.bus.publish([Message(topology().buckets[bucket].notifies, b"{}", attributes)])

    def tick(self, event: type[events.Event]) -> None:
        """What the schedule sends."""
        self.bus.publish([Message(event.topic(), b"{}", {"ce-type": event.type})])

    def run(self) -> int:
        """Deliver until nothing is left. After a kill another process goes on."""
        delivered = 0
        while True:
            delivery = Delivery(self.folder / "bus.sqlite", PROJECT, clock=self.clock, patience=self.patience)
            try:
                return delivered + delivery.drain(self._post)
            except KilledError:
                self.kills += 1
                self.fuse.kill_at = None
                self._wake_up()
            finally:
                delivery.stop(0)

    def settle(self) -> None:
        """Deliver, then sweep as the schedule would, until nothing moves any more."""
        self.run()
        for _ in range(3):
            self.clock.advance(minutes=2)
            self.tick(events.SweeperTicked)
            self.run()

    def post(self, path: str, body: Any, origin: str = HOME) -> Reply:
        """One request with a JSON body."""
        return self.ask("POST", path, body, origin=origin)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        origin: str = HOME,
    ) -> Reply:
        """One request to the function of this path; a caller who gets no answer asks again a little later.

        `body`: to be sent as JSON, or the very bytes.
        """
        try:
            return self._request(method, path, body, headers or {}, origin)
        except KilledError:
            self.kills += 1
            self.fuse.kill_at = None
            self._reborn()
            return self._request(method, path, body, headers or {}, origin)

    def fetch(self, method: str, path: str, by: str) -> tuple[int, dict[str, str], bytes]:
        """What a member of staff gets that is no JSON."""
        sent = {"X-Forwarded-For": HOME, "Authorization": f"Bearer {self.outside.signing.token(self.clock, by)}"}
        builder = EnvironBuilder(path=path, method=method, headers=sent)
        body, status, headers = self._answering(path).handle(flask.Request(builder.get_environ()))
        return status, headers, body.encode() if isinstance(body, str) else b"".join(body)

    def tick_sync(self) -> None:
        """A look at who has signed in, and all that follows."""
        self.tick(events.SyncTicked)
        self.settle()

    def tick_corrections(self) -> None:
        """A look at corrections that are due, and all that follows."""
        self.tick(events.CorrectionTicked)
        self.settle()

    def _request(self, method: str, path: str, body: Any, headers: Mapping[str, str], origin: str) -> Reply:
        sent = {"X-Forwarded-For": origin, **headers}
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        builder = EnvironBuilder(path=path, method=method, data=raw, content_type="application/json", headers=sent)
        text, status, answered = self._answering(path).handle(flask.Request(builder.get_environ()))
        return status, json.loads(text), answered

    def _answering(self, path: str) -> HttpFunction:
        """By the templates of the routes, as the load balancer does; a path of none goes where its first parts lead."""
        path = path.partition("?")[0]
        fitting = [
            function
            for function in self.web.values()
            if any(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", at), path) for _, at in function.routes)
        ]
        folder = "/".join(path.split("/")[:3]) + "/"
        near = (each for each in self.web.values() if any(f"{at}/".startswith(folder) for _, at in each.routes))
        return fitting[0] if fitting else next(near)

    def users(self) -> dict[str, str]:
        """Who is in Workspace: external id by address, read as an administrator would."""
        found, token = {}, None
        while True:
            read = self.directory.list_page(token)
            found |= {user.address: user.external_id or "" for user in read.users}
            token = read.next_token
            if token is None:
                return found

    def documents(self, collection: str) -> dict[str, dict[str, Any]]:
        """All documents of a collection by id."""
        found: dict[str, dict[str, Any]] = {}
        after = None
        while batch := self.store.query(Query(collection, after=after)):
            found |= {snapshot.path.partition("/")[2]: snapshot.data for snapshot in batch}
            after = batch[-1].path
        return found

    def progress(self) -> Counter[str]:
        """Counts of all imports together."""
        total: Counter[str] = Counter()
        for name, data in self.documents("stats").items():
            if name.startswith("import:"):
                total.update(data)
        return total

    def rules(self, *rules: dict[str, Any]) -> None:
        """Switch faults of Workspace on."""
        requests.put(f"{self.workspace_url}/_simulator/rules", json=list(rules), timeout=5).raise_for_status()

    def calls(self) -> dict[str, dict[str, int]]:
        """What Workspace was asked, by method and outcome."""
        answer = requests.get(f"{self.workspace_url}/_simulator/calls", timeout=5).json()
        return {method: dict(outcomes) for method, outcomes in answer.items()}

    def workspace_user(self, address: str) -> dict[str, Any]:
        """A user as the Directory API shows it."""
        found: dict[str, Any] = requests.get(
            f"{self.workspace_url}/admin/directory/v1/users/{address}?projection=full", timeout=5
        ).json()
        return found

    def fetched(self, url: str) -> bytes:
        """What stands behind a signed address."""
        answer = requests.get(url, timeout=5)
        answer.raise_for_status()
        return answer.content

    def stopped(self) -> Stopped:
        """To go on from once this world has ended."""
        return Stopped(self.folder, self.clock.now())

    def close(self) -> None:
        self.texter.close()
        self.store.close()
        self.bus.close()

    def _post(self, subscription: str, body: dict[str, Any]) -> int:
        function = self.functions[subscription.partition(".")[2]]
        builder = EnvironBuilder(path="/", method="POST", data=json.dumps(body), content_type="application/json")
        return function.handle(flask.Request(builder.get_environ()))[1]

    def _wake_up(self) -> None:
        """A fresh process: nothing in memory survives, leases and claims run out."""
        self.clock.advance(minutes=self.dead_minutes)
        self._reborn()

    def _reborn(self) -> None:
        self.functions, self.web = self._functions(), self._web()

    def _functions(self) -> dict[str, EventFunction]:
        return Inside(self).event_functions()

    def _web(self) -> dict[str, HttpFunction]:
        return Inside(self).http_functions()


@contextmanager
def world(
    folder: Path,
    options: Options | None = None,
    patience: Patience | None = None,
    staff: Signing | None = None,
    after: Stopped | None = None,
) -> Iterator[World]:
    """A world of its own. `staff`: sign-in shared with other worlds; `after`: goes on from a copy of that one."""
    clock = ManualClock(after.now) if after else ManualClock()
    if after:
        shutil.copytree(after.folder, folder, dirs_exist_ok=True)
    with outside(folder, clock, options or Options(), staff) as beyond:
        made = World(folder, beyond, clock, patience or Patience())
        yield made
        made.close()


def new_password() -> str:
    """What an owner might choose at first sign-in."""
    return base64.b32encode(secrets.token_bytes(10)).decode()
