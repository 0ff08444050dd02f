"""A whole school of pupils whose accounts are made and not yet activated, for the bench of downloads."""

from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Final

from belajar.ports import Put, Store, Write
from devstack.sample.people import SamplePerson, people_of
from devstack.sample.schools import school
from schemas.documents import Account, AccountState, Person
from schemas.people import Jenis
from schemas.staff import Petugas, Role

PUPILS: Final = 1200
SEED: Final = 7
SCHOOL: Final = school(SEED, 1)
OPERATOR: Final = "operator.contoh1@admin.sd.belajar.id"
_AT: Final = datetime(2026, 7, 1, tzinfo=UTC)
_DOCUMENTS_PER_COMMIT: Final = 400


def put_school(store: Store) -> list[str]:
    """Store the school and its operator; returns the addresses of the accounts, in the order of their people's ids."""
    pupils = [each for each in people_of(SCHOOL, 2 * PUPILS, Random(SEED)) if each.jenis == Jenis.PESERTA_DIDIK]
    addresses = {each.sumber_id: f"anak.contoh{at}@sd.belajar.id" for at, each in enumerate(islice(pupils, PUPILS))}
    writes: list[Write] = [_operator()]
    for each in islice(pupils, PUPILS):
        address = addresses[each.sumber_id]
        writes += [
            Put(f"people/{each.sumber_id}", _person(each, address)),
            Put(f"accounts/{address}", _account(each, address)),
        ]
    for start in range(0, len(writes), _DOCUMENTS_PER_COMMIT):
        store.commit(writes[start : start + _DOCUMENTS_PER_COMMIT])
    return [addresses[sumber_id] for sumber_id in sorted(addresses)]


def _operator() -> Put:
    roles = {Role.OPERATOR.value: SCHOOL.npsn}
    petugas = Petugas(address=OPERATOR, nama="Contoh Operator", roles=roles, active=True, since=_AT)
    return Put(f"petugas/{OPERATOR}", petugas.model_dump())


def _person(pupil: SamplePerson, address: str) -> dict[str, object]:
    shared = {"sumber_id", "jenis", "nama", "npsn", "nama_sekolah", "jenjang", "rombel", "kode_wilayah"}
    facts = {name: getattr(pupil, name) for name in shared}
    own = {
        "tingkat": int(pupil.tingkat),
        "email_pribadi": pupil.email_pribadi or None,
        "nomor_ponsel": None,
        "nik_hash": "0" * 64,
        "lookup_key": "1" * 64,
        "row_digest": "2" * 64,
        "account_state": AccountState.CREATED,
        "requested_at": _AT,
        "address": address,
    }
    return Person.model_validate(facts | own).model_dump()


def _account(pupil: SamplePerson, address: str) -> dict[str, object]:
    return Account(
        address=address,
        person_id=pupil.sumber_id,
        jenis=Jenis.PESERTA_DIDIK,
        group=SCHOOL.npsn,
        state=AccountState.CREATED,
        issue=1,
        key_version="1",
        nonce=pupil.sumber_id.replace("-", ""),
        reserved_at=_AT,
        workspace_id="123456789012345678901",
        created_at=_AT,
    ).model_dump()
