"""Requests, reviewers, and the function between them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from belajar.embedded.files import FolderFiles
from belajar.embedded.store import SqliteStore
from belajar.ports import Put
from belajar.runtime.permits import Permits, local_signer
from functions.review.deps import Deps
from functions.review.main import FUNCTION
from schemas.people import Jabatan, TipeDinas
from schemas.requests import Jalur, Request, RequestState
from tests.support.clock import ManualClock
from tests.support.indexed import IndexedStore
from tests.support.staff import Desk, Signing, put_petugas, signing


@pytest.fixture(scope="session")
def signer() -> Iterator[Signing]:
    with signing() as made:
        yield made


@pytest.fixture
def desk(store: SqliteStore, clock: ManualClock, signer: Signing, tmp_path: Path) -> Desk:
    put_petugas(store)
    files = FolderFiles(tmp_path / "buckets", Permits("https://buckets.test", local_signer(b"p" * 32), clock))
    return Desk(FUNCTION, store, clock, signer, Deps(IndexedStore(store), signer.identities(clock), files, "letters"))


@pytest.fixture
def submit(store: SqliteStore) -> Callable[..., Request]:
    """A request that waits for a decision, with any facts changed."""

    def put(number: int = 1, **changed) -> Request:
        at = datetime(2026, 7, 1, 1, number, tzinfo=UTC)
        facts = {
            "nomor": f"{number:016x}", "jalur": Jalur.RINGKAS, "state": RequestState.IN_REVIEW,
            "jabatan": Jabatan.PENILIK, "nama": "Contoh Penilik", "tipe_dinas": TipeDinas.KABUPATEN_KOTA,
            "kode_wilayah": "3204", "person_id": f"11111111-2222-5333-8444-{number:012x}", "nik_hash": f"n{number}",
            "identity_hash": "i", "nip_hash": None, "email": "penilik@contoh.test", "phone": "+6281211112222",
            "phone_proven": True, "submitted_at": at, "changed_at": at, "expire_at": at,
            "letter": f"surat/{number:016x}/1",
        }  # fmt: skip
        request = Request.model_validate(facts | changed)
        store.commit([Put(f"requests/{request.nomor}", request.model_dump())])
        return request

    return put
