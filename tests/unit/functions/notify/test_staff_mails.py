import pytest

from belajar.errors import Reason, RetryableError
from functions.notify.delivery import mail_id
from functions.notify.staff_mails import referral_locked, review_due, ticket_opened
from schemas.events import ReferralLocked, ReviewDue, TicketOpened
from schemas.requests import RequestState
from schemas.resets import Perihal

NOMOR = "0123456789abcdef"
OPERATIONS = "operasi@belajar.id"
REMINDER = ReviewDue(nomor=NOMOR, escalated=False)
ESCALATION = ReviewDue(nomor=NOMOR, escalated=True)
LOCKED = ReferralLocked(kode_wilayah="3171", tipe_dinas="kabupaten_kota")
OPENED = TicketOpened(nomor="12345678")
BUSY = "451 4.3.0 coba lagi"
DEAD = "550 5.1.1 tidak dikenal"


@pytest.fixture
def waiting(world):
    world.request(state=RequestState.IN_REVIEW)
    world.petugas("kota", {"peninjau": "3171"})
    world.petugas("provinsi", {"peninjau": "31"})
    world.petugas("pusat", {"peninjau": "nasional"})
    world.petugas("lain", {"peninjau": "3172"})
    world.petugas("bantuan", {"helpdesk": "nasional"})
    world.petugas("admin", {"admin": "nasional"})
    world.petugas("pensiun", {"peninjau": "3171"}, active=False)
    return world


def told(world):
    return {mail.recipient.partition("@")[0] for mail in world.inbox.mails()}


def test_a_reminder_goes_to_the_active_reviewers_of_the_region(waiting):
    assert waiting.run(review_due, REMINDER).word == "done"
    assert told(waiting) == {"kota", "provinsi"}


def test_an_escalation_goes_to_the_ministry_and_to_operations_as_well(waiting):
    waiting.run(review_due, ESCALATION)
    assert told(waiting) == {"kota", "provinsi", "pusat", "operasi"}


@pytest.mark.parametrize("region", ["9471", "00"])
def test_a_region_without_reviewers_of_its_own_is_the_ministrys_at_once(waiting, region):
    waiting.request(state=RequestState.IN_REVIEW, kode_wilayah=region)
    waiting.run(review_due, REMINDER)
    assert told(waiting) == {"pusat", "operasi"}


def test_nobody_is_asked_to_decide_on_themselves(waiting):
    waiting.petugas("kota", {"peninjau": "3171"}, nik_hash="ab" * 32)
    waiting.request(state=RequestState.IN_REVIEW, email="provinsi@belajar.id")
    waiting.run(review_due, REMINDER)
    assert told(waiting) == {"pusat", "operasi"}


def test_all_reviewers_are_found_however_many_members_of_staff_there_are(world):
    world.request(state=RequestState.IN_REVIEW)
    for number in range(301):
        world.petugas(f"a{number:03d}", {"helpdesk": "nasional"})
    world.petugas("z", {"peninjau": "3171"})
    world.run(review_due, REMINDER)
    assert told(world) == {"z"}


def test_a_reminder_names_the_request_and_no_person(waiting):
    waiting.run(review_due, REMINDER)
    text = waiting.texts("kota@belajar.id")[0]
    assert f"Nomor pengajuan: {NOMOR}" in text
    assert "Kode wilayah: 3171" in text
    assert "2 hari kerja" in text
    assert "Siti" not in text


def test_an_escalation_says_for_how_long_it_has_waited(waiting):
    waiting.run(review_due, ESCALATION)
    assert "5 hari kerja" in waiting.texts("pusat@belajar.id")[0]


@pytest.mark.parametrize("state", [RequestState.APPROVED, RequestState.REFUSED, RequestState.EXPIRED])
def test_of_a_request_that_is_decided_nobody_is_reminded(waiting, state):
    waiting.request(state=state)
    assert waiting.run(review_due, REMINDER).word == "nothing"
    assert waiting.inbox.mails() == []


def test_a_reviewer_who_cannot_be_reached_now_keeps_the_others_from_nothing(waiting):
    waiting.inbox.program("kota@belajar.id", BUSY, BUSY)
    with pytest.raises(RetryableError, match="mail_unavailable"):
        waiting.run(review_due, REMINDER)
    assert told(waiting) == {"provinsi"}
    assert waiting.run(review_due, REMINDER).word == "done"
    assert sorted((mail.recipient, mail.copies) for mail in waiting.inbox.mails()) == [
        ("kota@belajar.id", 1),
        ("provinsi@belajar.id", 1),
    ]


def test_a_reviewers_mailbox_that_does_not_exist_is_no_fault_of_the_applicant(waiting):
    waiting.inbox.program("kota@belajar.id", DEAD)
    assert waiting.run(review_due, REMINDER).word == "done"
    assert told(waiting) == {"provinsi"}
    record = waiting.document(f"messages/{mail_id(waiting.call(), 'kota@belajar.id')}")
    assert (record["state"], record["reason"]) == ("failed", "mailbox_refused")
    assert not waiting.bounced()


def test_a_second_delivery_sends_nothing(waiting):
    assert [waiting.run(review_due, ESCALATION).word for _ in range(2)] == ["done", "nothing"]
    assert {mail.copies for mail in waiting.inbox.mails()} == {1}


def test_a_request_that_is_gone_is_refused(world):
    assert world.run(review_due, REMINDER).decision.refused is Reason.UNKNOWN_REQUEST


def test_a_locked_region_is_told_to_its_reviewers_the_ministry_and_operations(waiting):
    assert waiting.run(referral_locked, LOCKED).word == "done"
    assert told(waiting) == {"kota", "provinsi", "pusat", "operasi"}
    text = waiting.texts(OPERATIONS)[0]
    assert "Kode wilayah: 3171" in text
    assert "selama 24 jam" in text
    assert "20 atau lebih" in text


def test_a_bounce_of_a_mail_to_staff_marks_nobody(waiting):
    waiting.inbox.program(OPERATIONS, DEAD)
    assert waiting.run(referral_locked, LOCKED).word == "done"
    assert not waiting.bounced()


@pytest.mark.parametrize("perihal", Perihal)
def test_a_ticket_is_told_to_operations_by_number_and_subject_only(world, perihal):
    world.ticket(perihal=perihal, catatan="Siti minta dihubungi", akun="siti.aminah12@guru.sd.belajar.id")
    assert world.run(ticket_opened, OPENED).word == "done"
    assert told(world) == {"operasi"}
    [text] = world.texts(OPERATIONS)
    assert f"Nomor tiket: 12345678\nPerihal: {perihal.value}\n" in text
    assert "siti" not in text.lower()
    assert world.sms() == []


def test_a_ticket_that_comes_twice_is_told_once(world):
    world.ticket()
    assert [world.run(ticket_opened, OPENED).word for _ in range(2)] == ["done", "nothing"]
    assert [mail.copies for mail in world.inbox.mails()] == [1]


def test_a_ticket_waits_for_a_relay_that_is_busy(world):
    world.ticket()
    world.inbox.program(OPERATIONS, BUSY, BUSY)
    with pytest.raises(RetryableError, match="mail_unavailable"):
        world.run(ticket_opened, OPENED)
    assert world.run(ticket_opened, OPENED).word == "done"


def test_a_dead_mailbox_of_operations_marks_nobody(world):
    world.ticket()
    world.person(email_pribadi=OPERATIONS)
    world.inbox.program(OPERATIONS, DEAD)
    assert world.run(ticket_opened, OPENED).decision.refused is Reason.MAILBOX_REFUSED
    assert not world.bounced()


def test_a_ticket_that_is_gone_is_refused(world):
    assert world.run(ticket_opened, OPENED).decision.refused is Reason.UNKNOWN_TICKET
