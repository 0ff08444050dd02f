"""A request in any state, in a real store, and files in a real folder."""

from datetime import timedelta
from typing import Any

import pytest

from belajar.embedded.files import FolderFiles
from belajar.embedded.store import SqliteStore
from belajar.ports import Put
from functions.dinas_progress.deps import Deps
from schemas.requests import Request
from tests.support.clock import ManualClock

NOMOR = "0123456789abcdef"


@pytest.fixture
def deps(store: SqliteStore, tmp_path) -> Deps:
    return Deps(store, FolderFiles(tmp_path / "buckets"), "letters")


@pytest.fixture
def put_request(store: SqliteStore, clock: ManualClock):
    """Store the request, and tell its path."""

    def put(**changed: Any) -> str:
        earlier = clock.now() - timedelta(days=1)
        facts = {
            "nomor": NOMOR, "jalur": "ringkas", "state": "awaiting_letter", "jabatan": "penilik", "nama": "Rahmat",
            "tipe_dinas": "kabupaten_kota", "kode_wilayah": "3204", "person_id": "p", "nik_hash": "n",
            "identity_hash": "i", "nip_hash": None, "email": "rahmat@pejabat.test", "phone": "+6281234567890",
            "submitted_at": earlier, "changed_at": earlier, "expire_at": earlier + timedelta(days=730),
        }  # fmt: skip
        store.commit([Put(f"requests/{NOMOR}", Request.model_validate(facts | changed).model_dump())])
        return f"requests/{NOMOR}"

    return put


@pytest.fixture
def carried(store: SqliteStore):
    """Commit a decision's writes and return the request and the events."""

    def carry(decision) -> tuple[Request, list[dict[str, Any]]]:
        store.commit(decision.writes)
        [found] = store.get(f"requests/{NOMOR}")
        return Request.model_validate(found.data), [emit.event.model_dump() for emit in decision.events]

    return carry
