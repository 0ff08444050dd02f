"""A school with petugas around it, and the function behind its real routes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import flask
import pytest
from werkzeug.test import EnvironBuilder

from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Merge, Put, Query, Write
from belajar.runtime.http import HttpFunction
from belajar.runtime.run import Runtime
from functions.assist.deps import Deps
from functions.assist.main import FUNCTION
from schemas.documents import Account, AccountState, Person
from schemas.people import Jenis, JenisLain, Peran
from schemas.resets import Correction, CorrectionState, Reset, ResetState
from tests.support.clock import ManualClock
from tests.support.indexed import IndexedStore
from tests.support.ports import KeptBus
from tests.support.records import account, person
from tests.support.staff import Signing, put_petugas, signing

NPSN, REGION = "20100001", "3204"
GURU = "guru@sd.belajar.id"
MURID = "murid@sd.belajar.id"
OPERATOR, KEPALA = "operator@admin.sd.belajar.id", "kepala@admin.sd.belajar.id"
CO_KAPTEN, KAPTEN, HELPDESK = "co.kapten@kapten.test", "kapten@kapten.test", "bantuan@helpdesk.test"
HELPDESK_2 = "bantuan2@helpdesk.test"
ALASAN = "Lupa kata sandi."
PEPPER = b"p" * 32


class StillClock(ManualClock):
    """For crowds: waiting between tries moves nothing."""

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class RacingStore:
    """Lets a rival be faster: what is set as `rival` happens once, between a decision and its commit."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.rival: Callable[[], Any] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, writes: Sequence[Write]) -> list[str]:
        rival, self.rival = self.rival, None
        if rival:
            rival()
        return self._store.commit(writes)


class Assist:
    """The routes, spoken to by petugas; and what they leave behind."""

    def __init__(self, store: SqliteStore, clock: ManualClock, signer: Signing, keys: FileKeys) -> None:
        self.store, self.clock, self.keys, self.bus, self._signer = store, clock, keys, KeptBus(), signer
        deps = Deps(IndexedStore(store), signer.identities(clock), keys, (PEPPER,))
        self.racing = RacingStore(store)
        runtime = Runtime(self.racing, self.bus, clock)
        self._function = HttpFunction("assist", list(FUNCTION.routes.values()), lambda: runtime, lambda: deps)
        self._numbers = count(1)

    def send(self, method: str, path: str, body: Any, by: str) -> tuple[int, bytes, dict[str, str]]:
        """As it goes over the wire."""
        builder = EnvironBuilder(path=path, method=method, json=body)
        builder.headers["Authorization"] = f"Bearer {self._signer.token(self.clock, by)}"
        text, status, headers = self._function.handle(flask.Request(builder.get_environ()))
        return status, text.encode() if isinstance(text, str) else b"".join(text), headers

    def ask(self, method: str, path: str, body: Any = None, by: str = OPERATOR) -> tuple[int, Any]:
        """Status and JSON."""
        status, text, _ = self.send(method, path, body, by)
        return status, flask.json.loads(text)

    def reset(self, akun: str = GURU, by: str = OPERATOR) -> tuple[int, Any]:
        """Ask for a new credential."""
        return self.ask("POST", "/v1/reset/bantuan", {"akun": akun, "alasan": ALASAN}, by)

    def correct(self, akun: str = GURU, by: str = OPERATOR, **typed: str) -> tuple[int, Any]:
        """Correct a contact."""
        body = {"akun": akun, "alasan": "Nomor lama sudah tidak aktif.", **typed}
        return self.ask("POST", "/v1/kontak/koreksi", body, by)

    def approve(self, reset_id: str, by: str) -> tuple[int, Any]:
        return self.ask("POST", f"/v1/reset/bantuan/{reset_id}/setujui", by=by)

    def put(self, akun: str, jenis: Any = Jenis.PENDIDIK, held: dict[str, Any] | None = None, **facts: Any) -> Person:
        """An account with its owner; `held`: other facts of the account."""
        person_id = f"11111111-2222-4333-8444-{next(self._numbers):012x}"
        state = (held or {}).get("state", AccountState.ACTIVE)
        known = {"kode_wilayah": REGION, "npsn": NPSN, "email_pribadi": f"{akun.partition('@')[0]}@rumah.test",
                 "nik_hash": f"nik-{akun}"}  # fmt: skip
        owner = person(person_id, jenis=jenis, address=akun, account_state=state, **(known | facts))
        kept = account(akun, person_id, jenis=jenis, **({"state": state, "nonce": None} | (held or {})))
        self.store.commit([Put(f"people/{person_id}", owner.model_dump()), Put(f"accounts/{akun}", kept.model_dump())])
        return owner

    def all(self, collection: str) -> list[dict[str, Any]]:
        return [found.data for found in self.store.query(Query(collection, limit=300))]

    def resets(self) -> list[Reset]:
        return sorted((Reset.model_validate(data) for data in self.all("resets")), key=lambda one: one.created_at)

    def corrections(self) -> list[Correction]:
        return [Correction.model_validate(data) for data in self.all("corrections")]

    def topics(self) -> list[str]:
        return [message.topic for message in self.bus.messages]

    def change(self, path: str, **fields: Any) -> None:
        self.store.commit([Merge(path, fields)])

    def apply_correction(self) -> None:
        """As the schedule does when it is due."""
        self.clock.advance(days=3)
        for one in self.corrections():
            done = {"state": CorrectionState.APPLIED, "changed_at": self.clock.now()}
            self.change(f"corrections/{one.id}", **done)
            new = {"email_pribadi": one.email} if one.email else {"nomor_ponsel": one.phone}
            self.change(f"people/{one.person_id}", **new, corrected_from={"email_pribadi": "lama@rumah.test"})

    def carry_out(self, reset_id: str) -> None:
        """As the change in Workspace is recorded: a new issue of the credential."""
        [held] = [one for one in self.resets() if one.id == reset_id]
        [kept] = self.store.get(f"accounts/{held.akun}")
        issue = Account.model_validate(kept.data).issue + 1
        self.change(f"accounts/{held.akun}", issue=issue, nonce="ab" * 16, reset_at=self.clock.now())
        self.change(f"resets/{held.id}", state=ResetState.DONE, issue=issue, set_at=self.clock.now())

    def spend(self, by: str = OPERATOR, times: int = 40) -> None:
        """Use up the day's resets of a petugas."""
        for number in range(times):
            self.put(f"lain{number}.{by}")
            assert self.reset(f"lain{number}.{by}", by)[1]["keadaan"] == "approved"


@pytest.fixture(scope="session")
def signer() -> Iterator[Signing]:
    with signing() as made:
        yield made


@pytest.fixture
def assist(store, signer, tmp_path) -> Assist:
    made = Assist(store, StillClock(), signer, FileKeys.create(tmp_path / "keys"))
    for address, peran in ((OPERATOR, Peran.OPERATOR), (KEPALA, Peran.KEPALA_SATUAN_PENDIDIKAN)):
        made.put(address, Jenis.TENAGA_KEPENDIDIKAN, peran=peran)
    put_petugas(store, CO_KAPTEN, roles={"co_kapten": REGION})
    put_petugas(store, KAPTEN, roles={"kapten": REGION[:2]})
    put_petugas(store, HELPDESK, roles={"helpdesk": "nasional"}, nik_hash="nik-helpdesk")
    put_petugas(store, HELPDESK_2, roles={"helpdesk": "nasional"})
    made.put(GURU)
    made.put(MURID, Jenis.PESERTA_DIDIK, email_pribadi=None)
    return made


@pytest.fixture
def dinas(assist) -> str:
    """An account outside the schools."""
    assist.put("pejabat@dinas.belajar.id", JenisLain.DINAS, npsn=None)
    return "pejabat@dinas.belajar.id"


@pytest.fixture
def tomorrow() -> timedelta:
    return timedelta(days=1)
