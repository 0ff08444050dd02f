from datetime import timedelta
from functools import partial

import pytest

from belajar.errors import Reason, RetryableError
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import Disownable, disowned, page_signs
from belajar.rules.sms import fits_one_sms
from functions.notify.reports import mail_reported
from functions.notify.reset_notices import password_changed, reset_disowned
from functions.notify.texts import changed_text
from schemas.events import MailReported, PasswordChanged, ResetDisowned
from schemas.people import JenisLain, Peran
from schemas.resets import ResetState, Saluran

RESET_ID = "0123456789abcdef0123456789abcdef"
PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
ADDRESS = "siti.aminah12@guru.sd.belajar.id"
PHONE = "+6281234567890"
CONTACT = "siti.aminah@contoh.test"
CHANGED = PasswordChanged(reset_id=RESET_ID)
DISOWNED = ResetDisowned(reset_id=RESET_ID)
BUSY = "451 4.3.0 coba lagi"
DEAD = "550 5.1.1 tidak dikenal"
DOWN_PHONE, REFUSED_PHONE, SILENT_PHONE = "+6281234561111", "+6281234560000", "+6281234563333"
STEPS = [(password_changed, CHANGED), (reset_disowned, DISOWNED)]


@pytest.fixture
def own(world):
    """An owner's reset that is done, for somebody with both contacts."""
    world.person(nomor_ponsel=PHONE)
    facts = {"state": ResetState.DONE, "person_id": PERSON_ID, "sent_by": Saluran.SMS, "set_at": world.clock.at}
    world.done = partial(world.reset, **facts, disowned_at=None, ticket="12345678")
    world.done()
    return world


def link_in(text):
    [link] = [line for line in text.splitlines() if "/bukan-saya/" in line]
    return link


def states(world):
    return {key: (world.record(key)["state"], world.record(key)["reason"]) for key in ("mail", "sms")}


def test_the_owner_hears_of_a_new_password_on_both_contacts(own):
    assert own.run(password_changed, CHANGED).word == "done"
    [text] = own.texts()
    assert f"Nama akun: {ADDRESS}\n" in text
    assert "Waktu: 1 Juli 2026 pukul 09:00 WIB\n" in text
    assert "Cara: kode verifikasi yang dikirim lewat SMS\n" in text
    assert "semua perangkat sudah dikeluarkan" in text
    [sms] = own.sms()
    assert (sms.recipient, sms.body) == (PHONE, changed_text(page_signs(RESET_ID), own.clock.at, link_in(text)))
    assert states(own) == {"mail": ("sent", None), "sms": ("sent", None)}


def test_a_code_that_came_by_mail_is_said_to_have(own):
    own.done(sent_by=Saluran.EMAIL)
    own.run(password_changed, CHANGED)
    assert "Cara: kode verifikasi yang dikirim lewat email\n" in own.texts()[0]


@pytest.mark.parametrize("assisted", [False, True])
def test_the_link_says_bukan_saya_for_this_reset_and_until_when(own, assisted):
    if assisted:
        own.assisted()
    own.run(password_changed, CHANGED)
    [text] = own.texts()
    link = link_in(text)
    assert link.startswith("https://belajar.id/bukan-saya/")
    assert disowned(own.deps.peppers, link.rpartition("/")[2]) == (Disownable.RESET, RESET_ID)
    assert POLICY.disown_seconds == timedelta(days=10).total_seconds()
    assert "Tautan berlaku sampai 11 Juli 2026 pukul 09:00 WIB" in text


def test_no_sms_names_a_person_or_an_account(own):
    own.run(password_changed, CHANGED)
    own.assisted()
    own.run(password_changed, CHANGED, "event-2")
    own.run(reset_disowned, DISOWNED, "event-3")
    assert len(own.sms()) == 3
    for sms in own.sms():
        assert fits_one_sms(sms.body)
        for word in ("siti", "aminah", "@", "op12", "12@"):
            assert word not in sms.body.partition("http")[0].lower()


@pytest.mark.parametrize("assisted", [False, True])
def test_who_has_only_a_phone_can_say_bukan_saya_too(own, assisted):
    own.person(nomor_ponsel=PHONE, email_pribadi=None)
    if assisted:
        own.assisted()
    own.run(password_changed, CHANGED)
    [link] = [sms.body.rpartition("/")[2] for sms in own.sms() if "/bukan-saya/" in sms.body]
    assert disowned(own.deps.peppers, link) == (Disownable.RESET, RESET_ID)


@pytest.mark.parametrize(("step", "event"), STEPS)
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"nomor_ponsel": None}, (1, 0)),
        ({"email_pribadi": None}, (0, 1)),
        ({"contact_bounced": True}, (0, 1)),
        ({"nomor_ponsel": None, "email_pribadi": None}, (0, 0)),
    ],
)
def test_every_contact_that_works_is_told_and_no_other(own, step, event, changes, told):
    own.person(**{"nomor_ponsel": PHONE} | changes)
    own.run(step, event)
    assert (len(own.inbox.mails()), len(own.sms())) == told


def test_who_is_outside_the_schools_is_not_sent_to_one(own):
    own.official(nomor_ponsel=PHONE)
    own.run(password_changed, CHANGED)
    assert own.document(f"people/{PERSON_ID}")["jenis"] == JenisLain.DINAS
    assert "satuan pendidikan" not in own.texts()[0]


def test_an_admin_sekolah_is_not_sent_to_the_own_school_for_help(own):
    own.person(peran=Peran.OPERATOR)
    own.run(password_changed, CHANGED)
    assert "satuan pendidikan" not in own.texts()[0]


@pytest.mark.parametrize(("step", "event"), STEPS)
def test_a_second_delivery_tells_nobody_again(own, step, event):
    assert [own.run(step, event).word for _ in range(2)] == ["done", "nothing"]
    assert [mail.copies for mail in own.inbox.mails()] == [1]
    assert [sms.copies for sms in own.sms()] == [1]


@pytest.mark.parametrize(("step", "event"), STEPS)
def test_a_relay_that_is_busy_keeps_no_sms_back_and_the_mail_comes_later(own, step, event):
    own.inbox.program(CONTACT, BUSY, BUSY)
    with pytest.raises(RetryableError, match="mail_unavailable"):
        own.run(step, event)
    assert len(own.sms()) == 1
    assert own.run(step, event).word == "done"
    assert ([mail.copies for mail in own.inbox.mails()], [sms.copies for sms in own.sms()]) == ([1], [1])


@pytest.mark.parametrize(("step", "event"), STEPS)
def test_a_gateway_that_is_down_keeps_no_mail_back_and_the_sms_comes_later(own, step, event):
    own.gateway.broken = 1
    with pytest.raises(RetryableError, match="text_unavailable"):
        own.run(step, event)
    assert len(own.texts()) == 1
    assert own.run(step, event).word == "done"
    assert ([mail.copies for mail in own.inbox.mails()], [sms.copies for sms in own.sms()]) == ([1], [1])


def test_when_both_are_down_both_come_later(own):
    own.inbox.program(CONTACT, BUSY, BUSY)
    own.gateway.broken = 1
    with pytest.raises(RetryableError):
        own.run(password_changed, CHANGED)
    assert (own.inbox.mails(), own.sms()) == ([], [])
    assert own.run(password_changed, CHANGED).word == "done"
    assert states(own) == {"mail": ("sent", None), "sms": ("sent", None)}


@pytest.mark.parametrize(("phone", "reason"), [(REFUSED_PHONE, "number_refused"), (SILENT_PHONE, "outcome_unknown")])
def test_a_number_that_takes_nothing_is_recorded_and_is_no_fault_of_the_mail(own, phone, reason):
    own.person(nomor_ponsel=phone)
    assert own.run(password_changed, CHANGED).word == "done"
    assert own.run(password_changed, CHANGED).word == "nothing"
    assert own.gateway.asked == 1
    assert states(own) == {"mail": ("sent", None), "sms": ("failed", reason)}


def test_a_mailbox_that_is_dead_is_marked_and_the_sms_goes_out_all_the_same(own):
    own.inbox.program(CONTACT, DEAD)
    assert own.run(password_changed, CHANGED).word == "done"
    assert own.bounced()
    assert states(own) == {"mail": ("failed", "mailbox_refused"), "sms": ("sent", None)}


def test_a_bounce_that_comes_later_marks_the_contact(own):
    own.run(password_changed, CHANGED)
    [mail] = own.inbox.mails()
    message_id = mail.message_id.strip("<>").partition("@")[0]
    report = MailReported(message_id=message_id, kind="bounced", code="5.1.1", reported_at=own.clock.now())
    own.run(mail_reported, report, "report-1")
    assert own.bounced()


def test_a_crash_behind_the_sms_does_not_send_it_again_and_the_mail_goes_out(own):
    own.person(nomor_ponsel=PHONE, email_pribadi=None)
    own.crash_behind_the_intent(password_changed, CHANGED)
    own.person(nomor_ponsel=PHONE)
    assert own.run(password_changed, CHANGED).word == "done"
    assert [sms.copies for sms in own.sms()] == [1]
    assert states(own) == {"mail": ("sent", None), "sms": ("failed", "outcome_unknown")}


@pytest.mark.parametrize(("step", "event"), STEPS)
def test_what_is_gone_is_refused(own, step, event):
    gone = event.model_copy(update={"reset_id": "f" * 32})
    assert own.run(step, gone).decision.refused is Reason.UNKNOWN_RESET
    own.erase_person()
    assert own.run(step, event, "event-2").decision.refused is Reason.UNKNOWN_PERSON


@pytest.mark.parametrize(("step", "event"), STEPS)
def test_an_account_that_is_not_that_persons_any_more_tells_them_nothing(own, step, event):
    own.account(person_id="0f2b7c1e-1111-4222-8333-444455557777")
    assert own.run(step, event).decision.refused is Reason.UNKNOWN_PERSON
    assert (own.inbox.mails(), own.sms()) == ([], [])


def test_the_owner_of_a_frozen_account_gets_the_ticket_and_the_opening_hours(own):
    assert own.run(reset_disowned, DISOWNED).word == "done"
    [text] = own.texts()
    assert "Nomor tiket: 12345678\n" in text
    assert "Senin - Jumat pukul 09:00 - 17:00 WIB" in text
    assert "dibekukan" in text
    [sms] = own.sms()
    assert "tiket 12345678 lewat Butuh Bantuan di laman belajar.id" in sms.body
    assert "Senin-Jumat 09-17 WIB" in sms.body


def test_the_name_is_spelled_as_the_owner_spells_it(own):
    own.person(nama="Siti Nur'aini <b>", nomor_ponsel=PHONE)
    own.run(password_changed, CHANGED)
    assert "Yth. Siti Nur'aini <b>,\n" in own.texts()[0]
    assert b"<b>," not in own.inbox.mails()[0].raw.partition(b"text/html")[2]
