"""A school whose operator asks for its accounts, with real keys and everything that is read counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask
import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.errors import Reason, RetryableError
from belajar.ports import Mac, Put
from functions.download.deps import Deps
from functions.download.main import FUNCTION
from schemas.documents import Account, AccountState
from schemas.people import Jenis
from tests.support.clock import ManualClock
from tests.support.indexed import IndexedStore
from tests.support.records import account, person
from tests.support.staff import Desk, Signing, put_petugas, signing

NPSN = "20100001"
OPERATOR = "operator.contoh7@admin.sd.belajar.id"
HAS_ADDRESS = {state for state in AccountState if state not in {AccountState.REQUESTED, AccountState.REFUSED}}


class CountingKeys:
    """Real keys that count, and that a test can take away."""

    def __init__(self, keys: FileKeys) -> None:
        self.keys, self.calls, self.down = keys, Counter[str](), False

    def mac(self, message: bytes, version: str | None = None) -> Mac:
        if self.down:
            raise RetryableError(Reason.KEYS_UNAVAILABLE)
        self.calls[message.decode()] += 1
        return self.keys.mac(message, version)


@dataclass(frozen=True)
class Fetched:
    """An answer as the framework would send it."""

    status: int
    headers: Headers
    body: bytes

    @property
    def problem(self) -> Any:
        return flask.json.loads(self.body)


class School(Desk):
    """The desk of the operator, and the people of the school."""

    keys: CountingKeys
    numbers: int = 0

    def fetch(self, form: str = "csv", by: str = OPERATOR, npsn: str = NPSN, **query: str) -> Fetched:
        path = f"/v1/sekolah/{npsn}/akun.{form}"
        builder = EnvironBuilder(path=path, query_string={"jenis": "peserta_didik"} | query)
        builder.headers["Authorization"] = f"Bearer {self.signing.token(self.clock, by)}"
        application = flask.Flask("framework")
        with application.test_request_context():
            answer = application.make_response(self._function.handle(flask.Request(builder.get_environ())))
            return Fetched(answer.status_code, answer.headers, answer.get_data())

    def add(self, nama: str, state: AccountState = AccountState.CREATED, **changed: Any) -> Account | None:
        """Somebody of this school; `account_*` changes the account, everything else the person."""
        self.numbers += 1
        own = {name.removeprefix("account_"): changed.pop(name) for name in [*changed] if name.startswith("account_")}
        sumber_id = f"11111111-2222-4333-8444-{self.numbers:012x}"
        address = f"anak.contoh{self.numbers}@sd.belajar.id" if state in HAS_ADDRESS else None
        facts = {"nama": nama, "npsn": NPSN, "account_state": state, "address": address} | changed
        known = person(sumber_id, **facts)
        writes = [Put(f"people/{sumber_id}", known.model_dump())]
        held = None
        if address:
            nonce = f"{self.numbers:032x}" if state in {AccountState.RESERVED, AccountState.CREATED} else None
            own = {"state": state, "nonce": nonce, "jenis": known.jenis, "group": NPSN} | own
            held = account(address, sumber_id, **own)
            writes.append(Put(f"accounts/{address}", held.model_dump()))
        self.store.commit(writes)
        return held


@pytest.fixture(scope="session")
def signer() -> Iterator[Signing]:
    with signing() as made:
        yield made


@pytest.fixture
def school(store: SqliteStore, clock: ManualClock, signer: Signing, tmp_path: Path) -> School:
    put_petugas(store, OPERATOR, roles={"operator": NPSN})
    keys = CountingKeys(FileKeys.create(tmp_path / "keys"))
    made = School(FUNCTION, store, clock, signer, Deps(IndexedStore(store), signer.identities(clock), keys))
    made.keys = keys
    return made


@pytest.fixture
def teacher(school: School) -> Callable[..., Account | None]:
    """Adds a pendidik, who is in no class."""
    facts = {"jenis": Jenis.PENDIDIK, "tingkat": None, "rombel": None}
    return lambda nama, **changed: school.add(nama, **(facts | changed))
