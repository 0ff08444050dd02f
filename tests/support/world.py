"""The whole chain in one process, with real parts behind every port and a clock that tests own.

Store, bus and files are the embedded engine; Workspace and mail are spoken to over sockets with the production
adapters; messages are delivered in the calling thread, so that a test can reorder, repeat and kill at will.
"""

import base64
import json
import secrets
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
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
from belajar.embedded.files import FolderFiles
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Message, Query
from belajar.rules.policy import POLICY
from belajar.runtime.events import EventFunction
from belajar.runtime.http import HttpFunction, Route
from belajar.runtime.outbox import Outbox
from belajar.runtime.pacing import directory_calls
from belajar.runtime.run import Runtime
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp
from devstack.texts.database import TextInbox
from devstack.texts.pages import texts_app
from devstack.topology import topology
from devstack.workspace.app import workspace_app
from devstack.workspace.options import Options
from devstack.workspace.serving import served
from functions.dinas_progress import account, letter
from functions.dinas_progress.deps import Deps as ProgressDeps
from functions.lookup import send_details
from functions.lookup import step as lookup_step
from functions.lookup.ticket import Tickets
from functions.notify import codes, reports, staff_mails
from functions.notify import requests as notify_requests
from functions.notify import step as notify_step
from functions.notify.deps import Deps as NotifyDeps
from functions.provision.effect import Deps as ProvisionDeps
from functions.provision.paces import Paces
from functions.provision.step import provision
from functions.roster import deps as roster_deps
from functions.roster.chunk import chunk
from functions.roster.finish import finish
from functions.roster.receive import receive
from functions.roster.scan import scan
from functions.sweeper.step import Deps as SweeperDeps
from functions.sweeper.step import sweep
from functions.sync.step import Deps as SyncDeps
from functions.sync.step import page, start
from schemas import events
from schemas.http import KirimDetailRequest, PeriksaRequest
from tests.support.clock import ManualClock
from tests.support.ports import Fuse, Fused, FusedStore, KilledError
from tests.support.serving import serving

BUCKET = "rosters"
PROJECT = "demo-belajar"
TEXTS_TOKEN = "gateway-token"


@dataclass
class World:
    """Everything at once. `fuse` kills at a chosen outside effect; `patience` orders and repeats deliveries."""

    folder: Path
    workspace_url: str
    smtp_port: int
    inbox: Inbox
    texts_url: str
    clock: ManualClock
    patience: Patience = field(default_factory=Patience)
    fuse: Fuse = field(default_factory=Fuse)
    kills: int = 0

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.folder / "store.sqlite")
        self.bus = SqliteBus(self.folder / "bus.sqlite", self.clock)
        self.bus.configure(topology().deliveries())
        self.files = FolderFiles(self.folder / "buckets")
        if not (self.folder / "keys").exists():
            FileKeys.create(self.folder / "keys")
        self.keys = FileKeys(self.folder / "keys")
        self.pepper = b"p" * 32
        self.directory = WorkspaceDirectory(self.workspace_url, None, None)
        self.mailer = SmtpMailer(
            "127.0.0.1", self.smtp_port, "Layanan <l@belajar.id>", tls=False, user=None, password=None
        )
        self.texts = TextInbox(self.folder / "texts.sqlite")
        self.texter = HttpTexter(f"{self.texts_url}/messages", TEXTS_TOKEN)
        self.functions = self._functions()
        self.lookup = self._lookup()

    def upload(self, name: str, data: bytes, generation: str = "1") -> None:
        """A file arrives: the object, then the bucket's notification."""
        self.files.write(BUCKET, f"in/{name}", data)
        self.notify(f"in/{name}", generation)

    def notify(self, name: str, generation: str = "1") -> None:
        attributes = {
            "eventType": "OBJECT_FINALIZE",
            "bucketId": BUCKET,
            "objectId": name,
            "objectGeneration": generation,
        }
        self.bus.publish([Message("roster-received-v1", b"{}", attributes)])

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

    def post(self, path: str, body: Any, origin: str = "198.51.100.7") -> tuple[int, dict[str, Any], dict[str, str]]:
        """One request to the look-up function; a caller who gets no answer asks again a little later."""
        try:
            return self._request(path, body, origin)
        except KilledError:
            self.kills += 1
            self.fuse.kill_at = None
            self.functions, self.lookup = self._functions(), self._lookup()
            return self._request(path, body, origin)

    def _request(self, path: str, body: Any, origin: str) -> tuple[int, dict[str, Any], dict[str, str]]:
        builder = EnvironBuilder(path=path, method="POST", json=body, headers={"X-Forwarded-For": origin})
        text, status, headers = self.lookup.handle(flask.Request(builder.get_environ()))
        return status, json.loads(text), headers

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
        self.clock.advance(minutes=15)
        self.functions, self.lookup = self._functions(), self._lookup()

    def _functions(self) -> dict[str, EventFunction]:
        store = FusedStore(self.store, self.fuse)
        bus = Fused(self.bus, self.fuse, "publish")
        directory = Fused(self.directory, self.fuse, "insert")
        mailer = Fused(self.mailer, self.fuse, "send")
        texter = Fused(self.texter, self.fuse, "send")
        files = Fused(self.files, self.fuse, "write")
        runtime = partial(Runtime, store, bus, self.clock)  # type: ignore[arg-type]
        calls: Any = {
            "roster": (
                {events.RosterReceived: receive, events.RosterScanned: scan, events.ChunkCut: chunk,
                 events.ImportAdvanced: finish},
                lambda: roster_deps.Deps(store, files, self.pepper, "rosters"),  # type: ignore[arg-type]
            ),
            "provision": (
                {events.AccountRequested: provision},
                lambda: ProvisionDeps(store, directory, self.keys, self.clock, Paces(self.store, self.clock)),  # type: ignore[arg-type]
            ),
            "notify": (
                {events.AccountCreated: notify_step.account_ready, events.AccountRefused: notify_step.account_refused,
                 events.DetailsRequested: notify_step.account_details, events.MailReported: reports.mail_reported,
                 events.CodeRequested: codes.code_requested, events.RequestChanged: notify_requests.request_changed,
                 events.ReviewDue: staff_mails.review_due, events.ReferralLocked: staff_mails.referral_locked},
                lambda: NotifyDeps(
                    store, self.keys, mailer, [self.pepper], "operasi@contoh.test", "https://belajar.id", texter  # type: ignore[arg-type]
                ),
            ),
            "dinas_progress": (
                {events.LetterUploaded: letter.letter_uploaded, events.AccountCreated: account.account_created,
                 events.AccountRefused: account.account_refused},
                lambda: ProgressDeps(store, self.files, "letters"),  # type: ignore[arg-type]
            ),
            "sync": (
                {events.SyncTicked: start, events.SyncPaged: page},
                lambda: SyncDeps(store, self.directory, self.clock, directory_calls(self.store, self.clock)),
            ),
            "sweeper": (
                {events.SweeperTicked: sweep},
                lambda: SweeperDeps(store, Outbox(store, bus, self.clock)),  # type: ignore[arg-type]
            ),
        }  # fmt: skip
        return {name: EventFunction(name, steps, runtime, deps) for name, (steps, deps) in calls.items()}

    def _lookup(self) -> HttpFunction:
        store, bus = FusedStore(self.store, self.fuse), Fused(self.bus, self.fuse, "publish")
        deps = lookup_step.Deps(store, (self.pepper,), Tickets((self.pepper,), POLICY.lookup_ticket_seconds))
        routes = [
            Route("POST", "/v1/akun/periksa", PeriksaRequest, lookup_step.periksa),
            Route("POST", "/v1/akun/kirim-detail", KirimDetailRequest, send_details.kirim_detail),
        ]
        runtime = partial(Runtime, store, bus, self.clock)  # type: ignore[arg-type]
        return HttpFunction("lookup", routes, runtime, lambda: deps)


@contextmanager
def world(folder: Path, options: Options | None = None, patience: Patience | None = None) -> Iterator[World]:
    """A world of its own, with Workspace and the mail relay behind sockets."""
    clock, inbox, port = ManualClock(), Inbox(folder / "inbox.sqlite"), free_port()
    controller = start_smtp(inbox, port)
    texts = texts_app(TextInbox(folder / "texts.sqlite"), TEXTS_TOKEN, clock)
    workspace = workspace_app(folder / "workspace.sqlite", clock, options or Options())
    try:
        with served(workspace) as url, serving(texts) as texts_url:
            made = World(folder, url, port, inbox, texts_url, clock, patience or Patience())
            yield made
            made.close()
    finally:
        controller.stop()


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_password() -> str:
    """What an owner might choose at first sign-in."""
    return base64.b32encode(secrets.token_bytes(10)).decode()
