import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from belajar.cloud.smtp import SmtpMailer
from belajar.decision import Call, Decision
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Delete, Put
from belajar.rules.contacts import mask_email
from belajar.runtime.run import Outcome, Run, Runtime
from devstack.inbox.content import content_of
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp
from functions.notify.deps import Deps
from schemas.documents import Account, AccountState, LookupEntry, LookupPerson, Person
from schemas.people import Jenis, Jenjang

PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
TWIN_ID = "0f2b7c1e-1111-4222-8333-444455557777"
ADDRESS = "siti.aminah12@guru.sd.belajar.id"
CONTACT = "siti.aminah@contoh.test"
START = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


@dataclass
class HandClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class NoBus:
    """notify publishes nothing."""

    def publish(self, messages: Any) -> None:
        raise AssertionError("notify publishes nothing")


@dataclass
class World:
    """One person with an account that is ready, a real store and a real relay."""

    store: SqliteStore
    inbox: Inbox
    deps: Deps
    clock: HandClock
    keys: FileKeys

    def person(self, **changes: Any) -> Person:
        person = Person(
            sumber_id=PERSON_ID,
            jenis=Jenis.PENDIDIK,
            peran=None,
            nama="Siti Aminah",
            jenjang=Jenjang.SD,
            tingkat=None,
            rombel=None,
            npsn="20100001",
            nama_sekolah="SD Negeri Contoh 1",
            kode_wilayah="3171",
            email_pribadi=CONTACT,
            nomor_ponsel=None,
            lookup_key="a" * 64,
            nik_hash=None,
            row_digest="d",
            import_id="0" * 32,
            account_state=AccountState.CREATED,
            requested_at=START,
            address=ADDRESS,
        ).model_copy(update=changes)
        self._put(f"people/{PERSON_ID}", person)
        return person

    def account(self, **changes: Any) -> Account:
        account = Account(
            address=ADDRESS,
            person_id=PERSON_ID,
            jenis=Jenis.PENDIDIK,
            group="20100001",
            state=AccountState.CREATED,
            issue=1,
            key_version="1",
            nonce="n0nce",
            reserved_at=START,
        ).model_copy(update=changes)
        self._put(f"accounts/{ADDRESS}", account)
        return account

    def lookup(self, *person_ids: str) -> None:
        known = LookupPerson(
            strict="s", state=AccountState.CREATED, refreshed_at=START, email_masked=mask_email(CONTACT)
        )
        self._put(f"lookup/{'a' * 64}", LookupEntry(persons=dict.fromkeys(person_ids or (PERSON_ID, TWIN_ID), known)))

    def erase_person(self) -> None:
        self.store.commit([Delete(f"people/{PERSON_ID}")])

    def document(self, path: str) -> dict[str, Any]:
        [found] = self.store.get(path)
        assert found is not None
        return found.data

    def bounced(self, person_id: str = PERSON_ID) -> bool:
        return bool(self.document(f"lookup/{'a' * 64}")["persons"][person_id].get("contact_bounced"))

    def run(self, step: Callable[..., Decision], event: Any, event_id: str = "event-1") -> Outcome:
        call = self.call(event_id)
        runtime = Runtime(self.store, NoBus(), self.clock)
        return Run(runtime, "notify", call, event_id).execute(lambda: step(event, call, self.deps))

    def call(self, event_id: str = "event-1") -> Call:
        return Call(event_id, "case-1", self.clock.now())

    def texts(self, to: str = CONTACT) -> list[str]:
        return [content_of(mail).text for mail in self.inbox.mails(to)]

    def _put(self, path: str, document: Any) -> None:
        self.store.commit([Put(path, document.model_dump())])


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox.sqlite")


@pytest.fixture
def relay_port(inbox: Inbox) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = start_smtp(inbox, port)
    yield port
    controller.stop()


@pytest.fixture
def make_world(tmp_path: Path, inbox: Inbox) -> Callable[[int], World]:
    def make(port: int) -> World:
        store, keys = SqliteStore(tmp_path / "store.sqlite"), FileKeys.create(tmp_path / "keys")
        mailer = SmtpMailer("127.0.0.1", port, "Akun Pembelajaran <layanan@belajar.id>", tls=False)
        deps = Deps(store, keys, mailer, (b"new pepper", b"old pepper"), "operasi@belajar.id", "https://belajar.id")
        world = World(store, inbox, deps, HandClock(), keys)
        world.person()
        world.account()
        world.lookup()
        return world

    return make


@pytest.fixture
def world(make_world: Callable[[int], World], relay_port: int) -> World:
    return make_world(relay_port)
