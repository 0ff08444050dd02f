"""The function behind its real routes, on a real embedded store; only the bus is kept, so that a test can read it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request as WebRequest

from belajar.codes import one_time_code
from belajar.embedded.files import FolderFiles
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from belajar.ports import Put
from belajar.rules.matching import nik_hash
from belajar.rules.referrals import referral_key
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from belajar.runtime.http import HttpFunction
from belajar.runtime.permits import Permits, local_signer
from belajar.runtime.run import Runtime
from functions.dinas_request.deps import Deps
from functions.dinas_request.main import ROUTES
from schemas.requests import Referral, Request
from tests.support.crowds import CodeDesk, Reply, StillClock
from tests.support.ports import KeptBus
from tests.support.records import person

PEPPER, FORM_KEY = b"p" * 32, b"form key"
CODE = "3204-7K2M9QXA"
PROOF = {"nik": "3204011705700001", "tanggal_lahir": "1970-05-17"}
DINAS = {
    **PROOF, "nama_lengkap": "Rahmat Hidayat", "tipe_dinas": "kabupaten_kota", "kode_wilayah": "3204",
    "email_pribadi": "rahmat@pejabat.test", "nomor_ponsel": "0812 3456 7890",
}  # fmt: skip
origins = count(1)


class Office(CodeDesk):
    """What a test asks, and what is then in the store and on the bus."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.bus = StillClock(), KeptBus()
        self.store, self.keys = SqliteStore(folder / "store.sqlite"), FileKeys.create(folder / "keys")
        permits = Permits("http://buckets.test", local_signer(PEPPER), self.clock)
        files = FolderFiles(folder / "buckets", permits)
        self.serve(Deps(self.store, self.keys, files, self.clock, (PEPPER,), (FORM_KEY,), "letters"))

    def serve(self, deps: Deps) -> None:
        """Answer with these from now on."""
        self.deps = deps
        runtime = Runtime(deps.store, self.bus, self.clock)
        self._function = HttpFunction("dinas_request", ROUTES, lambda: runtime, lambda: deps)

    def send(
        self, method: str, path: str, data: bytes, origin: str = "", headers: dict[str, str] | None = None
    ) -> Reply:
        origin = origin or f"2001:db8:{next(origins):x}::1"
        builder = EnvironBuilder(
            f"/v1/pengajuan{path}", method=method, data=data, content_type="application/json",
            headers={"X-Forwarded-For": origin} | (headers or {}),
        )  # fmt: skip
        text, status, answered = self._function.handle(WebRequest(builder.get_environ()))
        return Reply(status, json.loads(text), answered)

    def post(self, path: str, body: Any = None, origin: str = "") -> Reply:
        return self.send("POST", path, json.dumps(body).encode(), origin)

    def get(self, token: str) -> Reply:
        return self.send("GET", f"/{token}", b"")

    @staticmethod
    def form(**changes: Any) -> dict[str, Any]:
        return DINAS | changes

    def dinas(self, origin: str = "", **changes: Any) -> Reply:
        return self.post("/dinas", {**DINAS, "jabatan": "kepala_dinas", "kode_referral": CODE} | changes, origin)

    def ringkas(self, **changes: Any) -> Reply:
        return self.post("/ringkas", {**DINAS, "jabatan": "penilik"} | changes)

    def signed(self, key: bytes = FORM_KEY, age: int = 0, **changes: Any) -> Reply:
        body = json.dumps({**DINAS, "jabatan": "penilik"} | changes).encode()
        return self.send("POST", "/ringkas/masuk", body, headers=self.signature(body, key, age))

    def signature(self, body: bytes, key: bytes = FORM_KEY, age: int = 0) -> dict[str, str]:
        stamp = str(int(self.clock.now().timestamp()) - age)
        return {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: sign(key, stamp, body)}

    def kemdikbud(self, **changes: Any) -> Reply:
        form = {**PROOF, "nama_lengkap": "Dewi Lestari", "email_dinas": "dewi@kemdikbud.go.id"}
        return self.post("/kemdikbud", form | changes)

    def prove(self, token: str) -> Reply:
        """Type the right code in."""
        return self.post(f"/{token}/kode", {"kode": self.right(token)})

    def right(self, token: str) -> str:
        request = self.request(token)
        return one_time_code(request.nomor, request.codes_sent, self.keys, request.code_key_version)

    def request(self, token: str) -> Request:
        return Request.model_validate(self.document(f"requests/{token.partition('-')[0]}"))

    def issue(self, code: str = CODE, **changes: Any) -> str:
        """A referral code of the district, good today; its path."""
        now = self.clock.now()
        facts = {
            "kode_wilayah": "3204", "nama_wilayah": "Kabupaten Contoh", "tipe_dinas": "kabupaten_kota",
            "quota": {"kepala_dinas": 1, "kepala_bidang": 5}, "used": {}, "valid_from": now - timedelta(days=1),
            "valid_until": now + timedelta(days=30), "issued_by": "a@dinas.test", "hint": code[-2:],
        }  # fmt: skip
        path = f"referrals/{referral_key(PEPPER, code)}"
        self.store.commit([Put(path, Referral.model_validate(facts | changes).model_dump())])
        return path

    def register(self, **changes: Any) -> None:
        """The applicant stands in the school register."""
        facts: dict[str, Any] = {
            "jenis": "pendidik", "nama": "RAHMAT HIDAYAT, S.Pd.", "kode_wilayah": "320401",
            "nik_hash": nik_hash(PEPPER, PROOF["nik"]), "email_pribadi": "guru@rumah.test",
            "nomor_ponsel": "+6281111110000",
        }  # fmt: skip
        known = person(**facts | changes)
        self.store.commit([Put(f"people/{known.sumber_id}", known.model_dump())])


@pytest.fixture
def office(tmp_path: Path, personal: Any) -> Iterator[Office]:
    personal.person(PROOF)
    opened = Office(tmp_path)
    yield opened
    published = "".join(str(message) for message in opened.bus.messages)
    assert personal.found_in(published) == set()
    opened.store.close()
