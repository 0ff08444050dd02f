"""Reviewers hear of what waits, once after two and once after five working days; what nobody finished ends."""

from datetime import UTC, datetime, timedelta

import pytest

from belajar.ports import Merge, Put
from belajar.runtime.run import Run, Runtime
from functions.reminders.step import MOST, Deps, look
from schemas.events import RequestChanged, ReviewDue, ReviewTicked
from schemas.people import Jabatan, TipeDinas
from schemas.requests import Jalur, Request, RequestState
from tests.support.indexed import IndexedStore
from tests.support.ports import KeptBus

MONDAY = datetime(2026, 7, 13, 2, 0, tzinfo=UTC)
"""Nine o'clock in Jakarta; no holiday in the three weeks from then."""


@pytest.fixture
def bus() -> KeptBus:
    return KeptBus()


@pytest.fixture
def tick(store, bus, clock, call):
    """Looks at this moment; returns what was said."""

    def run(at: datetime) -> list[bytes]:
        clock.sleep((at - clock.now()).total_seconds())
        bus.messages.clear()
        event_id = f"tick{at.isoformat()}"
        deps = Deps(IndexedStore(store))
        Run(Runtime(store, bus, clock), "reminders", call(event_id), event_id).execute(
            lambda: look(ReviewTicked(), call(event_id), deps)
        )
        return [message.data for message in bus.messages]

    return run


@pytest.fixture
def submit(store):
    def put(number: int = 1, state: RequestState = RequestState.IN_REVIEW, at: datetime = MONDAY) -> str:
        request = Request(
            nomor=f"{number:016x}", jalur=Jalur.RINGKAS, state=state, jabatan=Jabatan.PENILIK, nama="Contoh Penilik",
            tipe_dinas=TipeDinas.KABUPATEN_KOTA, kode_wilayah="3204", nik_hash="n", identity_hash="i", nip_hash=None,
            person_id=f"11111111-2222-5333-8444-{number:012x}", email="penilik@contoh.test", phone=None,
            submitted_at=at, changed_at=at, expire_at=at,
        )  # fmt: skip
        store.commit([Put(f"requests/{request.nomor}", request.model_dump())])
        return request.nomor

    return put


def due(nomor: str, *, escalated: bool) -> bytes:
    return ReviewDue(nomor=nomor, escalated=escalated).model_dump_json().encode()


def test_reviewers_are_reminded_after_two_working_days_and_not_again(submit, tick):
    nomor = submit()
    assert tick(MONDAY + timedelta(days=2, seconds=-1)) == []
    assert tick(MONDAY + timedelta(days=2)) == [due(nomor, escalated=False)]
    assert tick(MONDAY + timedelta(days=3)) == []


def test_after_five_working_days_the_ministry_is_told_once(submit, tick):
    nomor = submit()
    tick(MONDAY + timedelta(days=2))
    assert tick(MONDAY + timedelta(days=5)) == []
    assert tick(MONDAY + timedelta(days=7)) == [due(nomor, escalated=True)]
    assert tick(MONDAY + timedelta(days=8)) == []


def test_a_weekend_does_not_count(submit, tick):
    nomor = submit(at=MONDAY + timedelta(days=4))
    assert tick(MONDAY + timedelta(days=7)) == []
    assert tick(MONDAY + timedelta(days=8)) == [due(nomor, escalated=False)]


def test_after_an_outage_one_message_says_it_all(submit, tick):
    nomor = submit()
    assert tick(MONDAY + timedelta(days=9)) == [due(nomor, escalated=True)]
    assert tick(MONDAY + timedelta(days=10)) == []


def test_a_decided_request_reminds_nobody(submit, tick, store):
    nomor = submit()
    store.commit([Merge(f"requests/{nomor}", {"state": RequestState.APPROVED.value})])
    assert tick(MONDAY + timedelta(days=9)) == []


@pytest.mark.parametrize(
    ("state", "life"),
    [(RequestState.AWAITING_CODE, timedelta(days=1)), (RequestState.AWAITING_LETTER, timedelta(days=30))],
)
def test_what_its_applicant_does_not_go_on_with_ends_and_the_applicant_is_told(submit, tick, store, state, life):
    nomor = submit(state=state)
    assert tick(MONDAY + life - timedelta(seconds=1)) == []
    assert tick(MONDAY + life) == [RequestChanged(nomor=nomor, state="expired").model_dump_json().encode()]
    assert store.get(f"requests/{nomor}")[0].data["state"] == "expired"
    assert tick(MONDAY + life + timedelta(days=1)) == []


@pytest.mark.parametrize(
    "state", [RequestState.APPROVED, RequestState.DONE, RequestState.REFUSED, RequestState.EXPIRED]
)
def test_an_ended_or_approved_request_stays_what_it_is(submit, tick, state):
    submit(state=state)
    assert tick(MONDAY + timedelta(days=90)) == []


def test_a_long_queue_is_worked_off_page_by_page_and_each_is_told_once(submit, tick):
    numbers = [submit(number) for number in range(1, MOST + 6)]
    first = tick(MONDAY + timedelta(days=2))
    assert b"{}" in first, "a full page asks for the next one"
    second = tick(MONDAY + timedelta(days=2, minutes=1))
    assert sorted([*first, *second]) == sorted([b"{}", *(due(nomor, escalated=False) for nomor in numbers)])


def test_a_request_that_is_decided_meanwhile_is_not_expired(submit, tick, store, clock, call):
    """The guard is the version: the applicant's code may come in at the same moment."""
    nomor = submit(state=RequestState.AWAITING_CODE)
    clock.sleep((MONDAY + timedelta(days=2) - clock.now()).total_seconds())
    stale = [look(ReviewTicked(), call("stale"), Deps(store))]

    def decide():
        if stale:
            store.commit([Merge(f"requests/{nomor}", {"state": RequestState.APPROVED.value})])
            return stale.pop()
        return look(ReviewTicked(), call("stale"), Deps(store))

    Run(Runtime(store, KeptBus(), clock), "reminders", call("stale"), "stale").execute(decide)
    assert store.get(f"requests/{nomor}")[0].data["state"] == "approved"
