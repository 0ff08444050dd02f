"""What approving a request leaves behind, whoever approves."""

from datetime import UTC, datetime, timedelta

import pytest

from belajar.approvals import Contacts, Verdict, approved, moved
from belajar.embedded.store import SqliteStore
from belajar.errors import PreconditionError
from belajar.ports import Merge, Put, Snapshot
from schemas.documents import AccountState, Person
from schemas.events import AccountRequested, RequestChanged
from schemas.people import Jabatan, JenisLain, TipeDinas
from schemas.requests import Alasan, Jalur, Request, RequestState

NOW = datetime(2026, 7, 13, 1, 0, tzinfo=UTC)
PERSON = "people/11111111-2222-5333-8444-555555555555"
CONTACTS = Contacts("budi@contoh.test", "+6281211112222")


@pytest.fixture
def store(tmp_path):
    opened = SqliteStore(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def seen(store) -> Snapshot:
    request = Request(
        nomor="0123456789abcdef", jalur=Jalur.RINGKAS, state=RequestState.IN_REVIEW, jabatan=Jabatan.PENILIK,
        nama="Budi Contoh", tipe_dinas=TipeDinas.KABUPATEN_KOTA, kode_wilayah="3204",
        person_id=PERSON.removeprefix("people/"), nik_hash="h", identity_hash="i", nip_hash=None,
        email="budi@contoh.test", phone="+6281211112222", submitted_at=NOW, changed_at=NOW, expire_at=NOW,
    )  # fmt: skip
    store.commit([Put(f"requests/{request.nomor}", request.model_dump())])
    [found] = store.get(f"requests/{request.nomor}")
    return found


@pytest.fixture
def decide(store, seen):
    def run(now: datetime = NOW, also=None, **changes) -> Verdict:
        [known] = store.get(PERSON)
        request = Request.model_validate(seen.data | changes)
        return approved(request, seen, CONTACTS, known, now, also)

    return run


def put_person(store, state: AccountState) -> None:
    person = Person(
        sumber_id=PERSON.removeprefix("people/"), jenis=JenisLain.DINAS, nama="Budi Contoh", kode_wilayah="3204",
        email_pribadi=None, nomor_ponsel=None, nik_hash="h", account_state=state, requested_at=NOW,
    )  # fmt: skip
    store.commit([Put(PERSON, person.model_dump())])


def test_an_approval_makes_a_person_who_asks_for_an_account_and_remembers_the_request(store, decide):
    verdict = decide()
    store.commit(verdict.writes)
    person = Person.model_validate(store.get(PERSON)[0].data)
    assert (person.jenis, person.jabatan, person.kode_wilayah) == (JenisLain.DINAS, Jabatan.PENILIK, "3204")
    assert (person.account_state, person.request, person.nik_hash) == ("requested", "0123456789abcdef", "h")
    assert (person.email_pribadi, person.nomor_ponsel) == (CONTACTS.email, CONTACTS.phone)
    assert [type(emit.event) for emit in verdict.events] == [AccountRequested, RequestChanged]
    assert verdict.state is RequestState.APPROVED


def test_staff_of_the_ministry_are_a_kind_of_their_own(store, decide):
    store.commit(decide(jalur=Jalur.KEMDIKBUD).writes)
    assert store.get(PERSON)[0].data["jenis"] == JenisLain.KEMDIKBUD


def test_a_decision_moves_the_request_once_and_keeps_it_two_years_from_then(store, seen, decide):
    later = NOW + timedelta(days=3)
    store.commit(decide(later, {"reviewed_by": "peninjau@dinas.belajar.id"}).writes)
    request = Request.model_validate(store.get(seen.path)[0].data)
    assert (request.state, request.changed_at) == (RequestState.APPROVED, later)
    assert (request.expire_at, request.reviewed_by) == (later + timedelta(days=730), "peninjau@dinas.belajar.id")
    with pytest.raises(PreconditionError):
        store.commit(moved(seen, RequestState.REFUSED, NOW, {}).writes)


@pytest.mark.parametrize("state", [state for state in AccountState if state is not AccountState.REFUSED])
def test_who_has_an_account_or_is_getting_one_gets_no_second(store, seen, decide, state):
    put_person(store, state)
    verdict = decide(also={"reviewed_by": "p@x.test"})
    store.commit(verdict.writes)
    request = Request.model_validate(store.get(seen.path)[0].data)
    assert (request.state, request.alasan, request.reviewed_by) == ("refused", Alasan.SUDAH_PUNYA_AKUN, "p@x.test")
    assert [emit.event for emit in verdict.events] == [RequestChanged(nomor=request.nomor, state="refused")]
    assert store.get(PERSON)[0].data["request"] is None


def test_an_account_that_could_not_be_made_is_tried_again(store, decide):
    put_person(store, AccountState.REFUSED)
    store.commit(decide().writes)
    assert store.get(PERSON)[0].data["account_state"] == "requested"


def test_a_person_who_changed_meanwhile_is_not_overwritten(store, decide):
    verdict = decide()
    put_person(store, AccountState.CREATED)
    with pytest.raises(PreconditionError):
        store.commit(verdict.writes)


def test_further_changes_travel_in_the_same_write(seen, decide):
    [request, _] = decide(also={"phone_proven": True}).writes
    assert isinstance(request, Merge)
    assert (request.path, request.data["phone_proven"]) == (seen.path, True)
