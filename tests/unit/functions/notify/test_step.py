from functools import partial

import pytest

from belajar.credentials import initial_credential
from belajar.errors import Reason, RetryableError
from functions.notify.delivery import mail_id
from functions.notify.step import account_details, account_ready, account_refused
from schemas.documents import AccountState
from schemas.events import AccountCreated, AccountRefused, DetailsRequested

PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
ADDRESS = "siti.aminah12@guru.sd.belajar.id"
CREATED = AccountCreated(person_id=PERSON_ID, address=ADDRESS)
REQUESTED = DetailsRequested(person_id=PERSON_ID, address=ADDRESS)
REFUSED = AccountRefused(person_id=PERSON_ID, reason="invalid_name")
STEPS = (
    "1. Buka laman https://mail.google.com/",
    "2. Masukkan email belajar.id dan kata sandi yang telah didapatkan",
    "3. Klik berikutnya untuk ke tahap selanjutnya",
    "4. Baca syarat dan ketentuan dalam penggunaan Akun Pembelajaran Anda. Jika sudah, klik Terima.",
    "5. Buat kata sandi yang baru untuk menjaga kerahasiaan akun Anda.",
    "6. Jika sudah, klik Ubah Sandi",
)


def test_the_owner_of_a_ready_account_is_told_its_address_but_never_the_password(world):
    password = initial_credential(world.account(), world.keys)
    assert world.run(account_ready, CREATED).word == "done"
    [text] = world.texts()
    assert ADDRESS in text
    assert "SD Negeri Contoh 1" in text
    assert "Periksa Akun Pembelajaran" in text
    assert "Kirim detail ke akun email pribadi" in text
    [mail] = world.inbox.mails()
    assert password.encode() not in mail.raw


@pytest.mark.parametrize("changes", [{"email_pribadi": None}, {"contact_bounced": True}])
def test_a_person_without_a_working_contact_gets_no_mail_and_leaves_no_trace(world, changes):
    world.person(**changes)
    assert world.run(account_ready, CREATED).word == "nothing"
    assert world.inbox.mails() == []


def test_a_mail_that_was_begun_is_closed_when_the_contact_has_gone_from_the_register(world, make_world):
    down = make_world(1)
    with pytest.raises(RetryableError):
        down.run(account_ready, CREATED)
    world.person(email_pribadi=None)
    world.run(account_ready, CREATED)
    record = world.document(f"messages/{mail_id(world.call())}")
    assert (record["state"], record["reason"]) == ("failed", "no_contact")


def test_an_event_about_a_person_who_is_gone_is_refused(world):
    gone = CREATED.model_copy(update={"person_id": "0f2b7c1e-9999-4222-8333-444455556666"})
    outcome = world.run(account_ready, gone)
    assert outcome.decision.refused is Reason.UNKNOWN_PERSON


def test_the_details_hold_the_address_the_initial_password_and_the_six_steps(world):
    world.run(account_details, REQUESTED)
    [text] = world.texts()
    assert f"Nama akun: {ADDRESS}\n" in text
    assert f"Kata sandi awal: {initial_credential(world.account(), world.keys)}\n" in text
    assert [line for line in text.splitlines() if line in STEPS] == list(STEPS)


def test_the_initial_password_is_stored_nowhere(world, tmp_path):
    password = initial_credential(world.account(), world.keys)
    world.run(account_details, REQUESTED)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    assert mail_id(world.call()).encode() in stored
    assert password.encode() not in stored


def test_the_record_of_a_mail_holds_its_contact_masked_only(world):
    world.run(account_details, REQUESTED)
    record = world.document(f"messages/{mail_id(world.call())}")
    assert record["state"] == "sent"
    assert record["to_masked"] == "si***@c***.test"
    assert "siti.aminah@contoh.test" not in str(record)


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        ({"state": AccountState.ACTIVE, "nonce": None}, Reason.ALREADY_ACTIVE),
        ({"state": AccountState.RESERVED}, Reason.NOT_READY),
        ({"state": AccountState.SUSPENDED}, Reason.NOT_READY),
        ({"state": AccountState.FOREIGN}, Reason.NOT_READY),
        ({"person_id": "0f2b7c1e-1111-4222-8333-444455557777"}, Reason.UNKNOWN_PERSON),
    ],
)
def test_details_are_refused_for_an_account_that_is_not_waiting_for_its_owner(world, account, reason):
    world.account(**account)
    outcome = world.run(account_details, REQUESTED)
    assert outcome.decision.refused is reason
    assert world.inbox.mails() == []


def test_who_has_set_a_password_before_the_activation_hears_that_and_how_to_get_in(world):
    world.account(nonce=None)
    assert world.run(account_details, REQUESTED).word == "done"
    [text] = world.texts()
    assert f"Nama akun: {ADDRESS}\n" in text
    assert "Kata sandi awal akun ini sudah tidak berlaku" in text
    assert "pilih Lupa Kata Sandi" in text
    assert world.record()["kind"] == "details_void"


@pytest.mark.parametrize("account", [{}, {"nonce": None}])
@pytest.mark.parametrize("changes", [{"email_pribadi": None}, {"contact_bounced": True}])
def test_details_are_refused_without_a_working_contact(world, changes, account):
    world.account(**account)
    world.person(**changes)
    assert world.run(account_details, REQUESTED).decision.refused is Reason.NO_CONTACT
    assert world.inbox.mails() == []


def test_details_go_to_the_contact_on_the_register_as_it_is_now(world):
    world.person(email_pribadi="baru@contoh.test")
    world.run(account_details, REQUESTED)
    assert len(world.texts("baru@contoh.test")) == 1
    assert len(world.inbox.mails()) == 1


def test_operations_learn_of_a_refused_account_by_id_and_code_only(world):
    world.run(account_refused, REFUSED)
    [text] = world.texts("operasi@belajar.id")
    assert PERSON_ID in text
    assert "invalid_name" in text
    assert "Siti" not in text


@pytest.mark.parametrize(
    ("step", "event"), [(account_ready, CREATED), (account_details, REQUESTED), (account_refused, REFUSED)]
)
def test_a_second_delivery_of_the_same_event_sends_nothing(world, step, event):
    deliver = partial(world.run, step, event)
    assert [deliver().word, deliver().word] == ["done", "nothing"]
    assert [mail.copies for mail in world.inbox.mails()] == [1]


def test_a_second_delivery_after_the_activation_does_not_turn_a_sent_mail_into_a_refusal(world):
    world.run(account_details, REQUESTED)
    world.account(state=AccountState.ACTIVE, nonce=None)
    assert world.run(account_details, REQUESTED).word == "nothing"
    assert world.document(f"messages/{mail_id(world.call())}")["state"] == "sent"


def test_another_request_for_the_details_is_another_mail_with_the_same_password(world):
    world.run(account_details, REQUESTED, "event-1")
    world.run(account_details, REQUESTED, "event-2")
    first, second = world.texts()
    assert first == second
