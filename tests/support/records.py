"""Stored documents of an invented person, for tests that begin in the middle of the chain."""

from datetime import UTC, datetime
from typing import Any

from belajar.ports import Put, Store, Write
from schemas.documents import Account, AccountState, LookupPerson, Person
from schemas.people import Jenis, Jenjang

PERSON_ID = "11111111-2222-4333-8444-555555555555"
ADDRESS = "siti.rahma42@sd.belajar.id"
LONG_AGO = datetime(2026, 7, 1, tzinfo=UTC)


def person(person_id: str = PERSON_ID, **changed: Any) -> Person:
    facts: dict[str, Any] = {
        "sumber_id": person_id, "jenis": Jenis.PESERTA_DIDIK, "peran": None, "nama": "Siti Rahma",
        "jenjang": Jenjang.SD, "tingkat": 4, "rombel": "4A", "npsn": "20100001", "nama_sekolah": "SDN Contoh 1",
        "kode_wilayah": "3171", "email_pribadi": "wali@keluarga.test", "nomor_ponsel": None,
        "lookup_key": f"key-{person_id}", "nik_hash": None, "row_digest": "d", "import_id": "0" * 32,
        "account_state": AccountState.REQUESTED, "requested_at": LONG_AGO,
    }  # fmt: skip
    return Person.model_validate(facts | changed)


def account(address: str = ADDRESS, person_id: str = PERSON_ID, **changed: Any) -> Account:
    facts: dict[str, Any] = {
        "address": address, "person_id": person_id, "jenis": Jenis.PESERTA_DIDIK, "group": "20100001",
        "state": AccountState.CREATED, "issue": 1, "key_version": "1", "nonce": "00" * 16, "reserved_at": LONG_AGO,
    }  # fmt: skip
    return Account.model_validate(facts | changed)


def put_whole(store: Store, state: AccountState, address: str = ADDRESS, person_id: str = PERSON_ID) -> None:
    """Person, account and look-up entry that agree with each other."""
    owner = person(person_id, account_state=state, address=address)
    shown = LookupPerson(strict="s", state=state, refreshed_at=LONG_AGO, address=address, email_masked="w***@k***.test")
    writes: list[Write] = [
        Put(f"people/{person_id}", owner.model_dump()),
        Put(f"accounts/{address}", account(address, person_id, state=state).model_dump()),
        Put(f"lookup/{owner.lookup_key}", {"persons": {person_id: shown.model_dump()}}),
    ]
    store.commit(writes)
