import pytest

from belajar.errors import Reason, RetryableError
from belajar.rules.reset_tokens import Disownable, disowned
from belajar.rules.sms import fits_one_sms
from functions.notify.corrections import correction_changed
from functions.notify.delivery import mail_id
from functions.notify.owners import disown_link
from functions.notify.reports import mail_reported
from functions.notify.texts import applied_text, objected_text, waiting_text
from schemas.events import CorrectionChanged, MailReported
from schemas.resets import CorrectionState

CORRECTION_ID = "fedcba9876543210fedcba9876543210"
PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
ADDRESS = "siti.aminah12@guru.sd.belajar.id"
PETUGAS = "op12@admin.sd.belajar.id"
OLD_PHONE, NEW_PHONE = "+6281234567890", "+6281299998888"
OLD_MAIL, NEW_MAIL = "siti.aminah@contoh.test", "baru.sekali@contoh.test"
BUSY = "451 4.3.0 coba lagi"
DEAD = "550 5.1.1 tidak dikenal"
STATES = [CorrectionState.WAITING, CorrectionState.APPLIED, CorrectionState.OBJECTED]


@pytest.fixture
def correcting(world):
    """As it waits; `stands` puts it into another state, with the contacts that the person has then."""
    world.person(nomor_ponsel=OLD_PHONE)
    world.correction()

    def stands(state, **changes):
        applied = state is CorrectionState.APPLIED
        mail, phone = (NEW_MAIL, NEW_PHONE) if applied else (OLD_MAIL, OLD_PHONE)
        world.person(email_pribadi=mail, nomor_ponsel=phone)
        world.correction(state=state, ticket="12345678" if state is CorrectionState.OBJECTED else None, **changes)
        return CorrectionChanged(correction_id=CORRECTION_ID, state=state)

    world.stands = stands
    return world


def link(world):
    return disown_link(Disownable.CORRECTION, CORRECTION_ID, world.deps)


def mailed(world):
    return {mail.recipient for mail in world.inbox.mails()}


def texted(world):
    return {sms.recipient: sms.body for sms in world.sms()}


def test_a_correction_that_waits_is_told_to_the_old_contacts_and_the_accounts_own_mailbox(correcting):
    event = correcting.stands(CorrectionState.WAITING)
    assert correcting.run(correction_changed, event).word == "done"
    assert mailed(correcting) == {OLD_MAIL, ADDRESS}
    assert texted(correcting) == {OLD_PHONE: waiting_text(correcting.document(_path())["due_at"], link(correcting))}


@pytest.mark.parametrize("to", [OLD_MAIL, ADDRESS])
def test_the_notice_says_what_is_to_change_when_by_whom_and_how_to_stop_it(correcting, to):
    correcting.run(correction_changed, correcting.stands(CorrectionState.WAITING))
    [text] = correcting.texts(to)
    assert "Kontak baru: ba***@c***.test dan 0812-****-8888\n" in text
    assert "Mulai berlaku: 4 Juli 2026 pukul 09:00 WIB\n" in text
    assert "Diminta oleh: admin satuan pendidikan Anda" in text
    [link] = [line for line in text.splitlines() if "/bukan-saya/" in line]
    assert disowned(correcting.deps.peppers, link.rpartition("/")[2]) == (Disownable.CORRECTION, CORRECTION_ID)


@pytest.mark.parametrize("state", STATES)
def test_no_contact_is_told_in_full_to_anybody_and_the_petugas_is_not_named(correcting, state):
    correcting.run(correction_changed, correcting.stands(state))
    told = " ".join([*correcting.texts(""), *texted(correcting).values()])
    for word in (OLD_MAIL, NEW_MAIL, "81234567890", "81299998888", PETUGAS):
        assert word not in told


@pytest.mark.parametrize("state", STATES)
def test_no_sms_names_a_person_or_an_account(correcting, state):
    correcting.run(correction_changed, correcting.stands(state))
    [body] = texted(correcting).values()
    assert fits_one_sms(body)
    assert not [word for word in ("siti", "aminah", "@") if word in body.partition("http")[0].lower()]


@pytest.mark.parametrize(
    ("changes", "shown"), [({"phone": None}, "ba***@c***.test"), ({"email": None}, "0812-****-8888")]
)
def test_only_the_contact_that_changes_is_spoken_of_yet_all_old_ones_are_told(correcting, changes, shown):
    correcting.run(correction_changed, correcting.stands(CorrectionState.WAITING, **changes))
    assert f"Kontak baru: {shown}\n" in correcting.texts(OLD_MAIL)[0]
    assert mailed(correcting) == {OLD_MAIL, ADDRESS}
    assert set(texted(correcting)) == {OLD_PHONE}


def test_who_had_no_contact_is_told_in_the_accounts_own_mailbox(correcting):
    event = correcting.stands(CorrectionState.WAITING)
    correcting.person(email_pribadi=None)
    correcting.run(correction_changed, event)
    assert mailed(correcting) == {ADDRESS}
    assert correcting.sms() == []


def test_a_correction_in_force_is_told_to_the_new_contacts_and_the_accounts_own_mailbox(correcting):
    correcting.run(correction_changed, correcting.stands(CorrectionState.APPLIED))
    assert mailed(correcting) == {NEW_MAIL, ADDRESS}
    assert texted(correcting) == {NEW_PHONE: applied_text(link(correcting))}


def test_a_correction_in_force_can_still_be_called_wrong_by_whom_it_reaches(correcting):
    correcting.run(correction_changed, correcting.stands(CorrectionState.APPLIED))
    for to in (NEW_MAIL, ADDRESS):
        [text] = correcting.texts(to)
        [link] = [line for line in text.splitlines() if "/bukan-saya/" in line]
        assert disowned(correcting.deps.peppers, link.rpartition("/")[2]) == (Disownable.CORRECTION, CORRECTION_ID)
        assert "Tautan berlaku sampai 14 Juli 2026 pukul 09:00 WIB" in text


@pytest.mark.parametrize(
    ("changes", "mails", "phones"),
    [({"phone": None}, {NEW_MAIL, ADDRESS}, set()), ({"email": None}, {ADDRESS}, {NEW_PHONE})],
)
def test_a_contact_that_was_not_corrected_does_not_hear_that_it_is_new(correcting, changes, mails, phones):
    correcting.run(correction_changed, correcting.stands(CorrectionState.APPLIED, **changes))
    assert (mailed(correcting), set(texted(correcting))) == (mails, phones)


def test_a_new_contact_that_the_register_has_replaced_already_hears_nothing(correcting):
    event = correcting.stands(CorrectionState.APPLIED)
    correcting.person(nomor_ponsel=OLD_PHONE)
    correcting.run(correction_changed, event)
    assert mailed(correcting) == {ADDRESS}
    assert correcting.sms() == []


def test_an_objection_is_told_to_who_asked_and_to_the_old_contacts(correcting):
    correcting.run(correction_changed, correcting.stands(CorrectionState.OBJECTED))
    assert mailed(correcting) == {PETUGAS, OLD_MAIL}
    assert texted(correcting) == {OLD_PHONE: objected_text("12345678")}
    [text] = correcting.texts(PETUGAS)
    assert f"Nama akun: {ADDRESS}\nNomor tiket: 12345678\n" in text
    assert "Siti" not in text
    assert "Nomor tiket: 12345678\n" in correcting.texts(OLD_MAIL)[0]


def test_of_a_correction_that_has_become_void_nobody_hears(correcting):
    event = correcting.stands(CorrectionState.VOID)
    assert correcting.run(correction_changed, event).word == "nothing"
    assert (correcting.inbox.mails(), correcting.sms()) == ([], [])


@pytest.mark.parametrize("then", [CorrectionState.APPLIED, CorrectionState.OBJECTED])
def test_what_has_moved_on_is_told_once_as_it_is_now_in_whatever_order_the_events_come(correcting, then):
    late = correcting.stands(CorrectionState.WAITING)
    newer = correcting.stands(then)
    assert correcting.run(correction_changed, newer, "event-2").word == "done"
    before = len(correcting.inbox.mails())
    assert correcting.run(correction_changed, late, "event-1").word == "nothing"
    assert len(correcting.inbox.mails()) == before


@pytest.mark.parametrize("state", STATES)
def test_a_second_delivery_tells_nobody_again(correcting, state):
    event = correcting.stands(state)
    assert [correcting.run(correction_changed, event).word for _ in range(2)] == ["done", "nothing"]
    assert {mail.copies for mail in correcting.inbox.mails()} == {1}
    assert {sms.copies for sms in correcting.sms()} == {1}


@pytest.mark.parametrize("busy", [OLD_MAIL, ADDRESS])
def test_a_mailbox_that_is_busy_keeps_the_others_from_nothing(correcting, busy):
    event = correcting.stands(CorrectionState.WAITING)
    correcting.inbox.program(busy, BUSY, BUSY)
    with pytest.raises(RetryableError, match="mail_unavailable"):
        correcting.run(correction_changed, event)
    assert mailed(correcting) == {OLD_MAIL, ADDRESS} - {busy}
    assert len(correcting.sms()) == 1
    assert correcting.run(correction_changed, event).word == "done"
    assert mailed(correcting) == {OLD_MAIL, ADDRESS}


@pytest.mark.parametrize(("state", "dead"), [(STATES[0], ADDRESS), (STATES[1], ADDRESS), (STATES[2], PETUGAS)])
def test_a_dead_mailbox_of_ours_is_no_fault_of_the_owners_contact(correcting, state, dead):
    correcting.inbox.program(dead, DEAD)
    assert correcting.run(correction_changed, correcting.stands(state)).word == "done"
    assert dead not in mailed(correcting)
    assert not correcting.bounced()
    assert correcting.document(f"people/{PERSON_ID}")["contact_bounced"] is False


@pytest.mark.parametrize(("state", "key"), [(STATES[0], "akun"), (STATES[1], "akun"), (STATES[2], "petugas")])
def test_a_late_bounce_of_a_mailbox_of_ours_marks_nobody(correcting, state, key):
    correcting.run(correction_changed, correcting.stands(state))
    bounce(correcting, key)
    assert correcting.record(key)["state"] == "bounced"
    assert not correcting.bounced()


def test_a_late_bounce_of_the_new_contact_marks_it(correcting):
    correcting.run(correction_changed, correcting.stands(CorrectionState.APPLIED))
    bounce(correcting, "mail")
    assert correcting.bounced()


def test_what_is_gone_is_refused(correcting):
    gone = CorrectionChanged(correction_id="f" * 32, state="waiting")
    assert correcting.run(correction_changed, gone).decision.refused is Reason.UNKNOWN_CORRECTION
    event = correcting.stands(CorrectionState.WAITING)
    correcting.erase_person()
    assert correcting.run(correction_changed, event, "event-2").decision.refused is Reason.UNKNOWN_PERSON


def bounce(world, key):
    report = MailReported(
        message_id=mail_id(world.call(), key), kind="bounced", code="5.1.1", reported_at=world.clock.now()
    )
    world.run(mail_reported, report, "report-1")


def _path():
    return f"corrections/{CORRECTION_ID}"
