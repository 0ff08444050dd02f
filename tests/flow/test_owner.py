"""The owner's way: check, details by mail, activation, Aktif; and what must not work."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from belajar.credentials import initial_credential
from belajar.errors import FinalError
from belajar.runtime.outgoing import make_message
from devstack.sample.people import SamplePerson
from devstack.workspace.owner import activate
from schemas import events
from schemas.documents import Account
from tests.support.roster_files import invented, roster_file
from tests.support.world import World, new_password, world


@pytest.fixture(scope="module")
def person() -> SamplePerson:
    return next(p for p in invented(12, email_pribadi="") if p.jenis == "peserta_didik")


@pytest.fixture
def made(tmp_path: Path, person: SamplePerson) -> Iterator[World]:
    with world(tmp_path) as fresh:
        fresh.upload("a.csv", roster_file([replace(person, email_pribadi="wali.murid@keluarga.test")]))
        fresh.run()
        fresh.inbox.clear()
        yield fresh


def details_mail(made: World) -> EmailMessage:
    [mail] = [mail for mail in made.inbox.mails() if b"Kata sandi" in body(mail.raw)]
    return message_from_bytes(mail.raw, EmailMessage, policy=default)


def body(raw: bytes) -> bytes:
    parsed = message_from_bytes(raw, EmailMessage, policy=default)
    part = parsed.get_body(("plain",))
    return part.get_content().encode() if part else b""


def password_in(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    found = re.search(r"\b[a-z]+\.[a-z]+\.[a-z]+\.[0-9]{4}\b", part.get_content())
    assert found
    return found[0]


def check(made: World, person: SamplePerson, **changed: str):
    return made.post("/v1/akun/periksa", person.form() | changed)


def ask(made: World, person: SamplePerson):
    return made.post("/v1/akun/kirim-detail", {"tiket": check(made, person)[1]["tiket"]})


def test_from_check_to_aktif(made: World, person: SamplePerson):
    status, shown, _ = check(made, person)
    assert (status, shown["status"], shown["dapat_kirim_detail"]) == (200, "Belum Aktif", True)
    assert shown["kontak"]["email"] != "wali.murid@keluarga.test"
    assert ask(made, person)[0] == 202
    made.run()
    mail = details_mail(made)
    assert mail["To"] == "wali.murid@keluarga.test"
    activate(made.workspace_url, shown["akun"], password_in(mail), new_password())
    made.tick(events.SyncTicked)
    made.run()
    status, shown, _ = check(made, person)
    assert (status, shown["status"], shown["tiket"]) == (200, "Aktif", None)


def test_after_activation_no_credential_can_be_derived_or_sent(made: World, person: SamplePerson):
    ticket = check(made, person)[1]["tiket"]
    address = check(made, person)[1]["akun"]
    assert ask(made, person)[0] == 202
    made.run()
    activate(made.workspace_url, address, password_in(details_mail(made)), new_password())
    made.tick(events.SyncTicked)
    made.run()
    made.inbox.clear()
    made.clock.advance(minutes=5)
    status, problem, _ = made.post("/v1/akun/kirim-detail", {"tiket": ticket})
    assert (status, problem["code"]) == (409, "akun_sudah_aktif")
    forged = events.DetailsRequested(person_id=person.sumber_id, address=address)
    at = made.clock.now()
    made.bus.publish([make_message(forged, "late", correlation_id="late", causation_id="", source="lookup", at=at)])
    made.run()
    assert made.inbox.mails() == []
    assert made.documents("ledger")["notify:late"]["reason"] == "already_active"
    account = Account.model_validate(made.documents("accounts")[address])
    with pytest.raises(FinalError):
        initial_credential(account, made.keys)


def test_the_password_is_nowhere_at_rest(made: World, person: SamplePerson):
    ask(made, person)
    made.run()
    password = password_in(details_mail(made)).encode()
    for name in ("store.sqlite", "bus.sqlite", "workspace.sqlite"):
        for file in made.folder.glob(f"{name}*"):
            assert password not in file.read_bytes(), file.name


def test_one_ticket_sends_one_mail_however_often_it_is_pressed(made: World, person: SamplePerson):
    ticket = check(made, person)[1]["tiket"]
    answers = [made.post("/v1/akun/kirim-detail", {"tiket": ticket}) for _ in range(5)]
    assert {status for status, _, _ in answers} == {202}
    assert len({str(body) for _, body, _ in answers}) == 1
    made.run()
    assert len(made.inbox.mails()) == 1
    assert made.inbox.mails()[0].copies == 1


def test_a_second_check_may_send_again_only_after_a_minute(made: World, person: SamplePerson):
    assert ask(made, person)[0] == 202
    status, problem, headers = ask(made, person)
    assert (status, problem["code"]) == (429, "terlalu_sering_dikirim")
    made.clock.advance(seconds=int(headers["Retry-After"]))
    assert ask(made, person)[0] == 202
    made.run()
    assert len(made.inbox.mails()) == 2


DAMAGES = [
    lambda ticket: ticket[:-2],
    lambda ticket: ("B" if ticket[0] == "A" else "A") + ticket[1:],
    lambda ticket: ticket[::-1],
    lambda _: "x" * 300,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_forged_ticket_is_refused(made: World, person: SamplePerson, damage):
    ticket = check(made, person)[1]["tiket"]
    status, problem, _ = made.post("/v1/akun/kirim-detail", {"tiket": damage(ticket)})
    assert (status, problem["code"]) == (401, "tiket_tidak_berlaku")


def test_a_ticket_lives_fifteen_minutes(made: World, person: SamplePerson):
    ticket = check(made, person)[1]["tiket"]
    made.clock.advance(seconds=899)
    assert made.post("/v1/akun/kirim-detail", {"tiket": ticket})[0] == 202
    ticket = check(made, person)[1]["tiket"]
    made.clock.advance(seconds=900)
    assert made.post("/v1/akun/kirim-detail", {"tiket": ticket})[0] == 401


def activate_with_details(made: World, person: SamplePerson) -> None:
    """The owner's whole way, pressing again where nothing answered."""
    address = check(made, person)[1]["akun"]
    assert ask(made, person)[0] == 202
    made.settle()
    activate(made.workspace_url, address, password_in(details_mail(made)), new_password())
    made.tick(events.SyncTicked)
    made.settle()


@pytest.mark.parametrize("before", [False, True], ids=["after the effect", "before the effect"])
def test_a_kill_at_every_effect_between_check_and_aktif(tmp_path: Path, person: SamplePerson, before):
    data = roster_file([replace(person, email_pribadi="wali.murid@keluarga.test")])
    killed = 0
    for kill_at in range(100):
        folder = tmp_path / f"k{kill_at}"
        folder.mkdir()
        with world(folder) as made:
            made.upload("a.csv", data)
            made.settle()
            made.inbox.clear()
            made.fuse.effects.clear()
            made.fuse.kill_at, made.fuse.before = kill_at, before
            activate_with_details(made, person)
            assert len({mail.message_id for mail in made.inbox.mails()}) == 1
            assert check(made, person)[1]["status"] == "Aktif"
            killed += made.kills
            if not made.kills:
                break
    assert killed >= 10, "the walk is real"


WRONG = {
    "nama_lengkap": "Tidak Ada Orangnya",
    "nama_ibu_kandung": "Bukan Ibunya",
    "tipe_pengguna": "pendidik",
    "tanggal_lahir": "1999-12-31",
    "npsn": "99999999",
}


def test_every_kind_of_miss_is_answered_alike(made: World, person: SamplePerson):
    answers = [check(made, person, **{field: value}) for field, value in WRONG.items()]
    answers.append(check(made, person, **WRONG))
    assert {status for status, _, _ in answers} == {404}
    assert len({str((body, headers)) for _, body, headers in answers}) == 1


def test_every_kind_of_miss_costs_the_same_work(made: World, person: SamplePerson):
    costs = []
    for field, value in WRONG.items():
        before = made.store.counts.copy()
        check(made, person, **{field: value})
        costs.append(dict(made.store.counts - before))
    assert all(cost == costs[0] for cost in costs)


def test_the_good_case_is_one_round_trip(made: World, person: SamplePerson):
    before = made.store.counts["rpcs"]
    assert check(made, person)[0] == 200
    assert made.store.counts["rpcs"] - before == 1


def test_guessing_the_mothers_name_is_stopped_also_for_the_right_one(made: World, person: SamplePerson):
    for number in range(5):
        assert check(made, person, nama_ibu_kandung=f"Tebakan {'abcde'[number]}")[0] == 404
    status, problem, headers = check(made, person)
    assert (status, problem["code"]) == (429, "terlalu_banyak_percobaan")
    made.clock.advance(seconds=int(headers["Retry-After"]))
    assert check(made, person)[0] == 200


def test_a_person_who_is_not_there_is_throttled_like_one_who_is(made: World, person: SamplePerson):
    absent = WRONG | {"tanggal_lahir": "2012-01-01"}
    for number in range(5):
        assert check(made, person, **absent | {"nama_ibu_kandung": "abcde"[number] * 6})[0] == 404
    assert check(made, person, **absent)[0] == 429


def test_one_origin_is_throttled_over_all_identities(made: World, person: SamplePerson):
    statuses = [check(made, person, tanggal_lahir=f"2011-01-{day:02}")[0] for day in range(1, 31)]
    assert statuses == [404] * 30
    assert check(made, person)[0] == 429
    elsewhere = made.post("/v1/akun/periksa", person.form(), origin="203.0.113.9")
    assert elsewhere[0] == 200


@pytest.mark.parametrize(
    "spelled", [str.upper, str.lower, lambda name: f"  {name}  ", lambda name: f"Drs. {name}, S.Pd."]
)
def test_case_spaces_and_titles_do_not_matter(made: World, person: SamplePerson, spelled):
    assert check(made, person, nama_lengkap=spelled(person.nama))[0] == 200


def test_a_bounced_contact_is_said_on_the_website_and_not_used_again(tmp_path: Path, person: SamplePerson):
    with world(tmp_path) as made:
        made.upload("a.csv", roster_file([replace(person, email_pribadi="salah@tolak.test")]))
        made.settle()
        [sent] = made.documents("messages").values()
        assert (sent["state"], sent["reason"]) == ("failed", "mailbox_refused")
        _, shown, _ = check(made, person)
        assert (shown["dapat_kirim_detail"], shown["tiket"]) == (False, None)
        assert "operator sekolah" in shown["saran"]


def test_status_is_as_fresh_as_the_last_complete_look(made: World, person: SamplePerson):
    made.clock.advance(days=2)
    before = made.clock.now()
    made.tick(events.SyncTicked)
    made.run()
    shown = check(made, person)[1]
    assert shown["status"] == "Belum Aktif"
    assert shown["diperbarui"].startswith(before.isoformat()[:16])
