"""Staff and waiting requests: reminders in working days, nobody decides alone on themselves, a whole audit chain."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from belajar.ports import Delete, Merge, Query
from belajar.rules.matching import nik_hash
from devstack.cli.audit_chains import verify
from schemas import events
from tests.support.applicants import PDF, AtThePages, Someone, referral
from tests.support.staff import REVIEWER, put_petugas
from tests.support.ways import by_staff, decide
from tests.support.world import World
from tests.support.worlds.inside import OPERATIONS

People = Callable[[int], Someone]
MINISTRY = "peninjau.pusat@dikbud.belajar.id"
THURSDAY = datetime(2026, 8, 13, 3, 0, tzinfo=UTC)
"""10:00 in Jakarta; behind it a weekend, and the 17th is a national holiday."""


def in_review(made: World, who: Someone) -> str:
    page = AtThePages(made, who)
    page.submit("ringkas", who.form(jabatan="penilik"))
    page.prove()
    page.upload(PDF)
    made.run()
    assert page.status()["keadaan"] == "in_review"
    made.inbox.clear()
    return page.token.partition("-")[0]


def look(made: World, day: int, hour: int) -> list[str]:
    """The schedule's look at this hour of August, UTC: who has had a mail by it."""
    made.clock.advance(seconds=(datetime(2026, 8, day, hour, tzinfo=UTC) - made.clock.now()).total_seconds())
    made.inbox.clear()
    made.tick(events.ReviewTicked)
    made.run()
    return sorted(mail.recipient for mail in made.inbox.mails())


def test_reviewers_are_reminded_after_two_working_days_and_the_ministry_is_told_after_five(
    place: World, people: People
):
    put_petugas(place.store)
    put_petugas(place.store, "peninjau.3205@dinas.belajar.id", "3205")
    put_petugas(place.store, MINISTRY, "nasional")
    place.clock.advance(seconds=(THURSDAY - place.clock.now()).total_seconds())
    in_review(place, people(50))
    assert look(place, 15, 12) == [], "a Saturday does not count"
    assert look(place, 17, 12) == [], "nor a holiday"
    assert look(place, 18, 2) == [], "the second working day is not over"
    assert look(place, 18, 4) == [REVIEWER]
    assert look(place, 18, 5) == [], "once"
    assert look(place, 21, 2) == []
    assert look(place, 21, 4) == sorted([REVIEWER, MINISTRY, OPERATIONS])
    assert look(place, 28, 4) == []


def test_a_decided_request_reminds_nobody(place: World, people: People):
    put_petugas(place.store)
    place.clock.advance(seconds=(THURSDAY - place.clock.now()).total_seconds())
    nomor = in_review(place, people(51))
    place.clock.advance(hours=1)
    assert decide(place, nomor, "tolak", {"alasan": "bukan_sasaran"})[0] == 200
    place.run()
    assert look(place, 28, 4) == []


def test_nobody_decides_on_their_own_request_or_outside_their_scope(place: World, people: People):
    who = people(52)
    nomor = in_review(place, who)
    put_petugas(place.store, nik_hash=nik_hash(place.pepper, who.nik))
    put_petugas(place.store, "peninjau.3205@dinas.belajar.id", "3205")
    path = f"/v1/tinjauan/{nomor}/setujui"
    assert by_staff(place, "POST", path, {})[0] == 403
    assert by_staff(place, "POST", path, {}, "peninjau.3205@dinas.belajar.id")[0] == 403
    assert by_staff(place, "POST", path, {}, "orang.lain@contoh.test")[0] == 403
    assert place.ask("POST", path, {})[0] == 401
    assert place.documents("audit") == {}
    put_petugas(place.store, MINISTRY, "32")
    assert by_staff(place, "POST", path, {}, MINISTRY)[0] == 200


def history(made: World, people: People) -> None:
    """Acts of two reviewers and of the command line."""
    put_petugas(made.store)
    put_petugas(made.store, MINISTRY, "nasional")
    referral(made)
    first, second = in_review(made, people(53)), in_review(made, people(54))
    for address in (REVIEWER, MINISTRY):
        assert by_staff(made, "GET", "/v1/tinjauan", address=address)[0] == 200
    decide(made, first, "setujui")
    decide(made, first, "tolak", {"alasan": "bukan_sasaran"})
    by_staff(made, "POST", f"/v1/tinjauan/{second}/tolak", {"alasan": "bukan_sasaran"}, MINISTRY)
    made.settle()


def test_every_act_of_staff_is_in_a_chain_that_is_whole(place: World, people: People):
    history(place, people)
    found = verify(place.store)
    assert (found.chains, found.rows, found.faults) == (3, 5, {})
    acts = [row["action"] for row in place.documents("audit").values()]
    assert sorted(acts) == ["approve_request", "issue_referral", "list_requests", "list_requests", "refuse_request"]


TAMPERED = {
    "another reason": lambda last: [Merge(last.path, {"reason": "lain"})],
    "another actor": lambda last: [Merge(last.path, {"actor": MINISTRY})],
    "the last row gone": lambda last: [Delete(last.path)],
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_row_that_was_tampered_with_shows(place: World, people: People, tamper):
    history(place, people)
    last = [row for row in place.store.query(Query("audit")) if row.data["chain"] == REVIEWER][-1]
    before = verify(place.store).digest
    place.store.commit(tamper(last))
    found = verify(place.store)
    assert set(found.faults) == {REVIEWER}
    assert found.digest == before, "the heads are as they were: they alone prove nothing"
