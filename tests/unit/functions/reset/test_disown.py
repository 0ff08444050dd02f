""" "Bukan saya": one ticket a link, an account frozen once, a correction stopped while it waits."""

from datetime import timedelta
from functools import partial

import pytest

from belajar.ports import Merge, Put
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import Disownable, disown_token
from schemas.resets import Correction, Ticket
from tests.support.records import PERSON_ID
from tests.unit.functions.reset.conftest import AKUN, PEPPER

CORRECTION = "c" * 32


@pytest.fixture
def link(desk):
    """Of a reset that is done."""
    reset_id, token = desk.proven()
    desk.choose(reset_id, token)
    return disown_token(PEPPER, Disownable.RESET, reset_id)


@pytest.fixture
def corrected(desk):
    """A correction that waits; the link in the notice to the old contact."""
    now = desk.clock.now()
    waiting = Correction(
        id=CORRECTION, state="waiting", akun=AKUN, person_id=PERSON_ID, petugas="op@admin.sd.belajar.id",
        alasan="nomor lama", phone="+6281234567899", requested_at=now, changed_at=now,
        due_at=now + timedelta(seconds=POLICY.correction_wait_seconds), expire_at=now + timedelta(days=90),
    )  # fmt: skip
    desk.store.commit([Put(f"corrections/{CORRECTION}", waiting.model_dump())])
    return disown_token(PEPPER, Disownable.CORRECTION, CORRECTION)


def tickets(desk):
    return [Ticket.model_validate(data) for data in desk.all("tickets")]


def state(desk):
    return desk.document(f"corrections/{CORRECTION}")["state"]


def test_a_reset_that_was_not_the_owners_freezes_the_account_and_opens_a_ticket(desk, link):
    desk.clock.advance(hours=1)
    reply = desk.disown(link)
    assert reply.status == 202
    [ticket] = tickets(desk)
    [reset] = desk.all("resets")
    assert reply.body["tiket"] == ticket.nomor == reset["ticket"]
    assert (ticket.perihal, ticket.akun, ticket.person_id) == ("bukan_saya", AKUN, PERSON_ID)
    assert (ticket.about, ticket.opened_by, ticket.state) == (f"resets/{reset['id']}", "pemilik", "open")
    assert (reset["state"], reset["disowned_at"]) == ("done", desk.clock.now())
    assert desk.events("reset-disowned") == [{"reset_id": reset["id"]}]
    assert desk.events("ticket-opened") == [{"nomor": ticket.nomor}]


def test_a_second_click_answers_the_same_ticket_and_freezes_nothing_more(desk, link):
    first = desk.disown(link)
    desk.clock.advance(days=30)
    assert desk.disown(link).body == first.body
    assert len(tickets(desk)) == len(desk.events("reset-disowned")) == len(desk.events("ticket-opened")) == 1


def test_ten_clicks_at_once_open_one_ticket(desk, link):
    replies = desk.gather("resets/", [partial(desk.disown, link)] * 10)
    assert {reply.status for reply in replies} == {202}
    assert {reply.body["tiket"] for reply in replies} == {ticket.nomor for ticket in tickets(desk)}
    assert len(tickets(desk)) == len(desk.events("reset-disowned")) == 1


def test_a_link_is_good_for_ten_days_and_not_a_second_longer(desk, link):
    desk.clock.advance(seconds=POLICY.disown_seconds)
    late = desk.disown(link)
    assert (late.status, late.code) == (409, "tautan_tidak_berlaku")
    assert "Butuh Bantuan" in late.body["saran"][0]
    desk.clock.advance(seconds=-1)
    assert desk.disown(link).status == 202


def test_a_link_about_an_assisted_reset_counts_as_well(desk, link):
    [reset] = desk.all("resets")
    desk.store.commit([Merge(f"resets/{reset['id']}", {"way": "assisted"})])
    assert desk.disown(link).status == 202


def test_a_link_outlives_a_rotation_of_the_pepper(desk, link):
    desk.serve(type(desk.deps)(**{**vars(desk.deps), "peppers": (b"n" * 32, PEPPER)}))
    assert desk.disown(link).status == 202


def test_forged_links_and_those_of_nothing_are_answered_alike(desk, link, corrected):
    [reset_id] = [data["id"] for data in desk.all("resets")]
    forged = [
        disown_token(b"x" * 32, Disownable.RESET, reset_id),
        disown_token(PEPPER, Disownable.RESET, "0" * 32),
        disown_token(PEPPER, Disownable.CORRECTION, "0" * 32),
        link[:-1] + "k",
        corrected[:-1] + "r",
        link[:-2] + ("A" if link[-2] != "A" else "Q") + link[-1],
        "x" * 44,
    ]
    replies = [desk.disown(each) for each in forged]
    assert [(reply.status, reply.body) for reply in replies] == [(409, replies[0].body)] * len(forged)
    assert replies[0].code == "tautan_tidak_berlaku"
    assert (tickets(desk), state(desk)) == ([], "waiting")


@pytest.mark.parametrize("reached", ["awaiting_code", "verified", "setting", "closed"])
def test_a_reset_that_changed_nothing_freezes_nothing(desk, reached):
    reset_id = desk.asked()
    desk.store.commit([Merge(f"resets/{reset_id}", {"state": reached})])
    assert desk.disown(disown_token(PEPPER, Disownable.RESET, reset_id)).code == "tautan_tidak_berlaku"
    assert tickets(desk) == []


def test_an_objection_stops_the_correction_and_opens_a_ticket(desk, corrected):
    reply = desk.disown(corrected)
    assert reply.status == 202
    assert "dibatalkan" in reply.body["pesan"]
    [ticket] = tickets(desk)
    assert (ticket.perihal, ticket.about, ticket.akun) == ("kontak_ditolak", f"corrections/{CORRECTION}", AKUN)
    assert (state(desk), reply.body["tiket"]) == ("objected", ticket.nomor)
    assert desk.events("correction-changed") == [{"correction_id": CORRECTION, "state": "objected"}]
    assert desk.events("ticket-opened") == [{"nomor": ticket.nomor}]
    assert desk.events("reset-disowned") == []


def test_ten_objections_at_once_open_one_ticket(desk, corrected):
    replies = desk.gather("corrections/", [partial(desk.disown, corrected)] * 10)
    assert {reply.body["tiket"] for reply in replies} == {ticket.nomor for ticket in tickets(desk)}
    assert len(tickets(desk)) == len(desk.events("correction-changed")) == 1


def test_an_objection_counts_until_the_correction_is_really_applied(desk, corrected):
    desk.clock.advance(seconds=POLICY.correction_wait_seconds + 60)
    assert desk.disown(corrected).status == 202
    assert state(desk) == "objected"


def test_after_a_correction_took_effect_the_old_contact_opens_a_ticket_and_freezes_nothing(desk, corrected):
    desk.clock.advance(seconds=POLICY.correction_wait_seconds)
    desk.store.commit([Merge(f"corrections/{CORRECTION}", {"state": "applied"})])
    first, second = desk.disown(corrected), desk.disown(corrected)
    assert first.body == second.body
    assert "sudah berlaku" in first.body["pesan"]
    assert (state(desk), len(tickets(desk))) == ("applied", 1)
    assert (desk.events("reset-disowned"), desk.events("correction-changed")) == ([], [])


@pytest.mark.parametrize(("reached", "days"), [("void", 0), ("applied", 14)])
def test_a_correction_that_is_void_or_long_in_effect_is_no_longer_objected_to(desk, corrected, reached, days):
    desk.store.commit([Merge(f"corrections/{CORRECTION}", {"state": reached})])
    desk.clock.advance(days=days)
    assert desk.disown(corrected).code == "tautan_tidak_berlaku"
