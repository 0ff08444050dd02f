"""The functions of a world: the very steps and routes of their main.py, on the ports of the world."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from belajar.rules.policy import POLICY
from belajar.runtime.events import EventFunction
from belajar.runtime.http import HttpFunction
from belajar.runtime.outbox import Outbox
from belajar.runtime.pacing import directory_calls
from belajar.runtime.run import Runtime
from functions.assist.deps import Deps as AssistDeps
from functions.corrections.step import Deps as CorrectionsDeps
from functions.dinas_progress.deps import Deps as ProgressDeps
from functions.dinas_request.deps import Deps as RequestDeps
from functions.download.deps import Deps as DownloadDeps
from functions.lookup.step import Deps as LookupDeps
from functions.lookup.ticket import Tickets
from functions.notify.deps import Deps as NotifyDeps
from functions.provision.effect import Deps as ProvisionDeps
from functions.provision.paces import Paces
from functions.reminders.step import Deps as RemindersDeps
from functions.reset.deps import Deps as ResetDeps
from functions.reset.pace import directory_pace
from functions.review.deps import Deps as ReviewDeps
from functions.roster.deps import Deps as RosterDeps
from functions.sweeper.step import Deps as SweeperDeps
from functions.sync.step import Deps as SyncDeps
from functions.workspace_update.deps import Deps as UpdateDeps
from tests.support.ports import Fused, FusedStore
from tools.anatomy import entry

LETTERS = "letters"
RINGKAS_KEYS = (b"r" * 32, b"o" * 32)
OPERATIONS = "operasi@contoh.test"
SITE = "https://belajar.id"


class Inside:
    """One process: fresh functions with nothing in memory. `made` is the world; its fuse counts every effect."""

    def __init__(self, made: Any) -> None:
        self.store, self.clock, self.raw = FusedStore(made.store, made.fuse), made.clock, made
        self.bus = Fused(made.bus, made.fuse, "publish")
        self.runtime = partial(Runtime, self.store, self.bus, self.clock)

    def event_functions(self) -> dict[str, EventFunction]:
        """By name."""
        return {
            name: EventFunction(name, entry(name).steps, self.runtime, lambda deps=deps: deps)
            for name, deps in self._event_deps().items()
        }

    def http_functions(self) -> dict[str, HttpFunction]:
        """By name."""
        return {
            name: HttpFunction(name, list(entry(name).routes.values()), self.runtime, lambda deps=deps: deps)
            for name, deps in self._http_deps().items()
        }

    def _event_deps(self) -> Mapping[str, Any]:
        made, store = self.raw, self.store
        mailer, texter = Fused(made.mailer, made.fuse, "send"), Fused(made.texter, made.fuse, "send")
        directory = Fused(made.directory, made.fuse, "insert", "update", "sign_out")
        files, calls = Fused(made.files, made.fuse, "write"), directory_calls(made.store, self.clock)
        deps: Any = {
            "roster": RosterDeps(store, files, (made.pepper,), "rosters"),
            "provision": ProvisionDeps(store, directory, made.keys, self.clock, Paces(made.store, self.clock)),
            "notify": NotifyDeps(store, made.keys, mailer, [made.pepper], OPERATIONS, SITE, texter),
            "dinas_progress": ProgressDeps(store, made.files, LETTERS),
            "reminders": RemindersDeps(store),
            "workspace_update": UpdateDeps(store, directory, made.keys, self.clock, calls),
            "corrections": CorrectionsDeps(store),
            "sync": SyncDeps(store, made.directory, self.clock, calls),
            "sweeper": SweeperDeps(store, Outbox(store, self.bus, self.clock)),
        }
        return deps

    def _http_deps(self) -> Mapping[str, Any]:
        made, store, peppers = self.raw, self.store, (self.raw.pepper,)
        directory = Fused(made.directory, made.fuse, "update")
        pace = directory_pace(made.store, self.clock)
        return {
            "lookup": LookupDeps(store, peppers, Tickets(peppers, POLICY.lookup_ticket_seconds)),
            "dinas_request": RequestDeps(store, made.keys, made.files, self.clock, peppers, RINGKAS_KEYS, LETTERS),
            "review": ReviewDeps(store, made.identities, made.files, LETTERS),
            "reset": ResetDeps(store, made.keys, directory, self.clock, peppers, pace),
            "assist": AssistDeps(store, made.identities, made.keys, peppers),
            "download": DownloadDeps(store, made.identities, made.keys),
        }
