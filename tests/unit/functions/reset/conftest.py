"""The function behind its real routes, on a embedded store; what it tells bus and Workspace is kept."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request as WebRequest

from belajar.codes import reset_code
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Merge, Put, UserChange
from belajar.runtime.http import HttpFunction
from belajar.runtime.run import Runtime
from functions.reset.deps import Deps
from functions.reset.main import ROUTES
from functions.reset.pace import directory_pace
from schemas.documents import AccountState
from schemas.people import Jenis
from schemas.resets import Reset
from tests.support.crowds import CodeDesk, Reply, StillClock
from tests.support.ports import KeptBus
from tests.support.records import PERSON_ID, account, person

PEPPER = b"p" * 32
AKUN = "siti.rahma42@guru.sd.belajar.id"
NOBODY = "bukan.siapa7@guru.sd.belajar.id"
GOOD = "lemari.hujan.topi.perahu"
origins = count(1)


class Users:
    """Workspace as a dictionary. Of what `happens`, the first is raised at the next call."""

    def __init__(self) -> None:
        self.changes: list[tuple[str, UserChange]] = []
        self.happens: list[Exception | None] = []
        self.done_all_the_same = False
        self.before = lambda: None

    @property
    def password(self) -> str | None:
        return self.changes[-1][1].password if self.changes else None

    def update(self, address: str, change: UserChange) -> None:
        before, self.before = self.before, lambda: None
        before()
        trouble = self.happens.pop(0) if self.happens else None
        if trouble is None or self.done_all_the_same:
            self.changes.append((address, change))
        if trouble:
            raise trouble


class WatchedStore:
    """Keeps which documents were read."""

    def __init__(self, store: SqliteStore) -> None:
        self._store, self.read = store, []
        self.query, self.commit = store.query, store.commit

    def get(self, *paths: str) -> Any:
        self.read += paths
        return self._store.get(*paths)


class Desk(CodeDesk):
    """What an owner asks, and what is then in the store, on the bus and in Workspace."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.bus, self.users = StillClock(), KeptBus(), Users()
        self.store, self.keys = SqliteStore(folder / "store.sqlite"), FileKeys.create(folder / "keys")
        pace = directory_pace(self.store, self.clock)
        self.serve(Deps(self.store, self.keys, self.users, self.clock, (PEPPER,), pace))
        self.register()

    def serve(self, deps: Deps) -> None:
        """Answer with these from now on."""
        self.deps = deps
        runtime = Runtime(deps.store, self.bus, self.clock)
        self._function = HttpFunction("reset", ROUTES, lambda: runtime, lambda: deps)

    def register(self, **changes: Any) -> None:
        """A teacher with an account in use; `changes` are of the account."""
        owner = person(jenis=Jenis.PENDIDIK, nama="Siti Rahma, S.Pd.", nomor_ponsel="+6281234567890", address=AKUN)
        facts = {"jenis": Jenis.PENDIDIK, "state": AccountState.ACTIVE, "nonce": None}
        held = account(AKUN, **facts | changes)
        self.store.commit([Put(f"people/{PERSON_ID}", owner.model_dump()), Put(f"accounts/{AKUN}", held.model_dump())])

    def send(self, path: str, body: Any, origin: str = "") -> Reply:
        origin = origin or f"2001:db8:{next(origins):x}::1"
        builder = EnvironBuilder(
            f"/v1/{path}", method="POST", data=json.dumps(body), content_type="application/json",
            headers={"X-Forwarded-For": origin},
        )  # fmt: skip
        text, status, answered = self._function.handle(WebRequest(builder.get_environ()))
        return Reply(status, json.loads(text), answered)

    def ask(self, akun: str = AKUN, origin: str = "", **more: Any) -> Reply:
        return self.send("reset", {"akun": akun, **more}, origin)

    def again(self, reset_id: str, origin: str = "", **more: Any) -> Reply:
        return self.send(f"reset/{reset_id}/kirim-ulang", more, origin)

    def verify(self, reset_id: str, kode: str) -> Reply:
        return self.send(f"reset/{reset_id}/verifikasi", {"kode": kode})

    def choose(self, reset_id: str, token: str, password: str = GOOD) -> Reply:
        return self.send(f"reset/{reset_id}/sandi", {"token": token, "sandi_baru": password})

    def disown(self, token: str) -> Reply:
        return self.send("bukan-saya", {"token": token})

    def asked(self, akun: str = AKUN, *, sent: bool = True, **more: Any) -> str:
        """Id of a fresh reset whose code has been sent, as notify marks it."""
        reset_id = self.ask(akun, **more).body["id"]
        if sent:
            self.mark(reset_id)
        return reset_id

    def mark(self, reset_id: str) -> None:
        """What notify does when it sends the newest code."""
        found = self.reset(reset_id)
        fields = {"attempted": found.codes_sent, "sent_by": found.saluran or "sms", "person_id": PERSON_ID}
        self.store.commit([Merge(f"resets/{reset_id}", fields)])

    def proven(self, **more: Any) -> tuple[str, str]:
        """Id and token of a reset whose code was right."""
        reset_id = self.asked(**more)
        return reset_id, self.verify(reset_id, self.right(reset_id)).body["token"]

    def right(self, reset_id: str) -> str:
        found = self.reset(reset_id)
        return reset_code(found.id, found.codes_sent, self.keys, found.code_key_version)

    def reset(self, reset_id: str) -> Reset:
        return Reset.model_validate(self.document(f"resets/{reset_id}"))

    def tried(self) -> int:
        """How many codes have been counted, over all resets."""
        return sum(len(data["calls"]) for data in self.all("throttles") if "calls" in data)

    def watched(self) -> WatchedStore:
        """Serve from a store that remembers what was read."""
        watched = WatchedStore(self.store)
        self.serve(replace(self.deps, store=watched))
        return watched


@pytest.fixture
def desk(tmp_path: Path, personal: Any) -> Iterator[Desk]:
    personal.add("new password", GOOD)
    opened = Desk(tmp_path)
    yield opened
    published = "".join(str(message) for message in opened.bus.messages)
    assert personal.found_in(published) == set()
    assert "belajar.id" not in "".join(message.data.decode() for message in opened.bus.messages)
    opened.store.close()
