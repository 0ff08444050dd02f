"""A house: one account in our documents and in the simulated Workspace, and the steps, run by the runtime."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from belajar.cloud.directory import WorkspaceDirectory
from belajar.credentials import initial_credential
from belajar.decision import Call
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Directory, Merge, NewUser, Put
from belajar.runtime.outbox import Outbox
from belajar.runtime.pacing import directory_calls
from belajar.runtime.run import Outcome, Run, Runtime
from devstack.workspace.app import workspace_app
from devstack.workspace.options import Options
from devstack.workspace.owner import ActivationError, activate, is_signed_in
from devstack.workspace.serving import served
from functions.workspace_update.deps import Deps
from functions.workspace_update.main import FUNCTION
from schemas.documents import Account, AccountState
from schemas.events import Event
from schemas.resets import Reset, ResetState, ResetWay
from tests.support.clock import ManualClock
from tests.support.ports import Fuse, Fused, FusedStore, KeptBus, KilledError
from tests.support.records import ADDRESS, PERSON_ID, put_whole

CHOSEN = "durian-montong-28"
LEASE = timedelta(minutes=7)


class Between:
    """The Directory port, with something happening once, right before or behind a call."""

    def __init__(self, port: Directory) -> None:
        self._port = port
        self.before: dict[str, Callable[[], object]] = {}
        self.behind: dict[str, Callable[[], object]] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            self.before.pop(name, lambda: None)()
            try:
                return getattr(self._port, name)(*args)
            finally:
                self.behind.pop(name, lambda: None)()

        return call


class House:
    """What a test may do and look at."""

    def __init__(self, store: SqliteStore, clock: ManualClock, url: str, directory: Directory, keys: FileKeys) -> None:
        self.store, self.clock, self.url = store, clock, url
        self.between, self.fuse, self.bus, self.keys = Between(directory), Fuse(), KeptBus(), keys
        self._fused = FusedStore(store, self.fuse)
        ports: Any = (self._fused, Fused(self.between, self.fuse, "update", "sign_out"), keys)
        self.deps = Deps(*ports, clock, directory_calls(store, clock))
        self._sign_in = ""

    def account_made(self, state: AccountState = AccountState.CREATED) -> None:
        """An owner with an account; an active one has chosen a password and is signed in."""
        put_whole(self.store, state)
        self._insert()
        self.marked(created_at=self.clock.now())
        if state == AccountState.ACTIVE:
            self._sign_in = activate(self.url, ADDRESS, self.derived(), CHOSEN)
            self.marked(nonce=None, activated_at=self.clock.now())
        self.clock.advance(days=2)

    def _insert(self) -> None:
        self.between.insert(
            NewUser(
                address=ADDRESS, given_name="Siti", family_name="Rahma", display_name="Siti Rahma",
                password=self.derived(), org_unit="/Peserta Didik/SD", external_id=PERSON_ID, cost_center="20100001",
                recovery_email="wali@keluarga.test", recovery_phone=None,
            )
        )  # fmt: skip

    def reset(self, reset_id: str, **fields: Any) -> Reset:
        """An assisted reset that was begun and approved a moment ago; `fields` make another one of it."""
        now = self.clock.now()
        facts: dict[str, Any] = {
            "id": reset_id, "way": ResetWay.ASSISTED, "state": ResetState.APPROVED, "akun": ADDRESS,
            "created_at": now, "changed_at": now, "expire_at": now + timedelta(days=1), "person_id": PERSON_ID,
            "petugas": "operator@admin.sd.belajar.id",
        }  # fmt: skip
        made = Reset.model_validate(facts | fields)
        self.store.commit([Put(f"resets/{reset_id}", made.model_dump())])
        return made

    def own_reset(self, reset_id: str, password: str = CHOSEN, **fields: Any) -> Reset:
        """An owner's reset that has set a password in Workspace."""
        change = {"password": password, "changePasswordAtNextLogin": False}
        self.patched(**change)
        done = {"way": ResetWay.OWNER, "state": ResetState.DONE, "petugas": None, "set_at": self.clock.now()}
        return self.reset(reset_id, **(done | fields))

    def deliver(self, event: Event, event_id: str = "e1") -> Outcome:
        """One delivery."""
        call = Call(event_id, "case", self.clock.now())
        run = Run(Runtime(self._fused, self.bus, self.clock), "workspace_update", call, event_id, first=False)
        return run.execute(lambda: FUNCTION.steps[type(event)](event, call, self.deps))

    def deliver_until_done(self, event: Event, event_id: str = "e1") -> Outcome:
        """Deliver; when the process dies, wait for the end of its lease and deliver again, then sweep."""
        try:
            outcome = self.deliver(event, event_id)
        except KilledError:
            self.fuse.kill_at = None
            self.clock.advance(seconds=LEASE.total_seconds())
            outcome = self.deliver(event, event_id)
        Outbox(self.store, self.bus, self.clock).sweep()
        return outcome

    def events(self) -> list[str]:
        """Topics of what was published; an event that went out twice counts once."""
        return list({message.attributes["ce-id"]: message.topic for message in self.bus.messages}.values())

    def document(self, path: str) -> dict[str, Any]:
        [found] = self.store.get(path)
        assert found, path
        return found.data

    @property
    def account(self) -> Account:
        return Account.model_validate(self.document(f"accounts/{ADDRESS}"))

    def reset_now(self, reset_id: str) -> Reset:
        return Reset.model_validate(self.document(f"resets/{reset_id}"))

    def states(self) -> set[str]:
        """Of account, person and look-up entry."""
        shown = self.document(f"lookup/key-{PERSON_ID}")["persons"][PERSON_ID]
        return {self.account.state.value, self.document(f"people/{PERSON_ID}")["account_state"], shown["state"]}

    def marked(self, **fields: Any) -> None:
        self.store.commit([Merge(f"accounts/{ADDRESS}", fields)])

    def person_marked(self, **fields: Any) -> None:
        self.store.commit([Merge(f"people/{PERSON_ID}", fields)])

    def derived(self) -> str:
        """The credential of the account as it is stored now."""
        return initial_credential(self.account, self.keys)

    def opens(self, password: str) -> bool:
        """Whether Workspace lets somebody in with it; who must choose a new password does so."""
        try:
            activate(self.url, ADDRESS, password, "pisang-raja-39")
        except ActivationError:
            return False
        return True

    def is_signed_in(self) -> bool:
        return is_signed_in(self.url, self._sign_in)

    def patched(self, **change: Any) -> None:
        """Something an administrator does in Workspace, or another function of ours."""
        requests.patch(self._user, json=change, timeout=5).raise_for_status()

    def deleted(self) -> None:
        requests.delete(self._user, timeout=5).raise_for_status()

    def user(self) -> dict[str, Any]:
        found: dict[str, Any] = requests.get(self._user, params={"projection": "full"}, timeout=5).json()
        return found

    def rules(self, *rules: dict[str, Any]) -> None:
        requests.put(f"{self.url}/_simulator/rules", json=list(rules), timeout=5).raise_for_status()

    def calls(self, method: str) -> int:
        calls = requests.get(f"{self.url}/_simulator/calls", timeout=5).json()
        return sum(calls.get(f"users.{method}", {}).values())

    @property
    def _user(self) -> str:
        return f"{self.url}/admin/directory/v1/users/{ADDRESS}"


@pytest.fixture
def house(store: SqliteStore, clock: ManualClock, tmp_path: Path) -> Iterator[House]:
    at_once = Options(visible_after_seconds=0, complete_after_seconds=0)
    with served(workspace_app(tmp_path / "workspace.sqlite", clock, at_once)) as url:
        directory = WorkspaceDirectory(url, None, None)
        yield House(store, clock, url, directory, FileKeys.create(tmp_path / "keys"))
        directory.close()
