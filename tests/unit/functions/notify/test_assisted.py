from datetime import timedelta

import pytest

from belajar.credentials import initial_credential
from belajar.errors import RetryableError
from belajar.rules.policy import POLICY
from belajar.rules.reset_tokens import Disownable
from functions.notify.assisted import WAY_OUT
from functions.notify.owners import disown_link
from functions.notify.reset_notices import password_changed
from functions.notify.texts import credential_text, helped_text
from schemas.documents import AccountState
from schemas.events import PasswordChanged

ADDRESS = "siti.aminah12@guru.sd.belajar.id"
PHONE = "+6281234567890"
CONTACT = "siti.aminah@contoh.test"
HELPER = "op12@admin.sd.belajar.id"
CHANGED = PasswordChanged(reset_id="0123456789abcdef0123456789abcdef")
BUSY = "451 4.3.0 coba lagi"


@pytest.fixture
def helped(world):
    """An assisted one."""
    world.person(nomor_ponsel=PHONE)
    world.assisted()
    return world


def link(world):
    return disown_link(Disownable.RESET, CHANGED.reset_id, world.deps)


def password(world):
    return initial_credential(world.account(), world.keys)


def test_the_credential_of_an_assisted_reset_goes_by_mail_and_the_phone_hears_who_did_it(helped):
    assert helped.run(password_changed, CHANGED).word == "done"
    [text] = helped.texts()
    assert f"Nama akun: {ADDRESS}\n" in text
    assert f"Kata sandi sementara: {password(helped)}\n" in text
    assert "Cara: reset oleh admin satuan pendidikan Anda" in text
    assert "Berlaku sampai: 15 Juli 2026 pukul 09:00 WIB\n" in text
    [sms] = helped.sms()
    assert sms.body == helped_text("admin sekolah", helped.clock.at, link(helped))
    assert password(helped) not in sms.body
    assert HELPER not in text
    assert helped.texts(HELPER) == []


@pytest.mark.parametrize("changes", [{"email_pribadi": None}, {"contact_bounced": True}])
def test_without_a_mail_that_works_the_credential_goes_by_sms_and_another_brings_the_link(helped, changes):
    helped.person(nomor_ponsel=PHONE, **changes)
    helped.run(password_changed, CHANGED)
    until = helped.clock.at + timedelta(days=POLICY.assisted_password_days)
    told = {credential_text(password(helped), until), helped_text("admin sekolah", helped.clock.at, link(helped))}
    assert {sms.body for sms in helped.sms()} == told
    assert helped.record(WAY_OUT)["kind"] == "password_changed_sms"
    assert helped.inbox.mails() == []
    assert helped.record("sms")["kind"] == "password_reset_sms"


def test_the_credential_is_stored_nowhere(helped, tmp_path):
    helped.person(nomor_ponsel=PHONE, email_pribadi=None)
    helped.run(password_changed, CHANGED)
    helped.person(nomor_ponsel=PHONE)
    helped.run(password_changed, CHANGED, "event-2")
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    assert b"password_reset_sms" in stored
    assert password(helped).encode() not in stored
    assert PHONE.encode() in stored, "of the person"
    assert all(PHONE not in str(record.data) and CONTACT not in str(record.data) for record in helped.records())


@pytest.mark.parametrize(
    "account",
    [
        {"issue": 2},
        {"nonce": None},
        {"state": AccountState.SUSPENDED},
        {"state": AccountState.ACTIVE, "nonce": None},
    ],
)
@pytest.mark.parametrize("mail", [CONTACT, None])
def test_a_credential_that_is_void_is_not_sent_and_the_mail_says_so(helped, account, mail):
    helped.person(nomor_ponsel=PHONE, email_pribadi=mail)
    secret = password(helped)
    newest = initial_credential(helped.account(issue=2), helped.keys)
    helped.account(**account)
    assert helped.run(password_changed, CHANGED).word == "done"
    [sms] = helped.sms()
    assert sms.body == helped_text("admin sekolah", helped.clock.at, link(helped))
    for text in helped.texts():
        assert "Kata sandi dari reset ini sudah tidak berlaku" in text
        assert "Lupa Kata Sandi" in text
        assert secret not in text
        assert newest not in text
    assert len(helped.texts()) == (1 if mail else 0)


def test_an_active_account_gets_its_new_credential(helped):
    helped.account(state=AccountState.ACTIVE, issue=2)
    helped.assisted(issue=2)
    helped.run(password_changed, CHANGED)
    assert initial_credential(helped.account(issue=2), helped.keys) in helped.texts()[0]


def test_a_mail_that_was_put_off_does_not_bring_a_credential_that_is_void_by_then(helped):
    helped.inbox.program(CONTACT, BUSY, BUSY)
    with pytest.raises(RetryableError):
        helped.run(password_changed, CHANGED)
    secret = password(helped)
    helped.account(nonce=None)
    helped.run(password_changed, CHANGED)
    [text] = helped.texts()
    assert secret not in text
    assert "sudah tidak berlaku" in text


def test_of_a_printed_card_nothing_is_sent_even_if_a_contact_has_come_since(helped):
    helped.assisted(kartu=True)
    assert helped.run(password_changed, CHANGED).word == "nothing"
    assert (helped.inbox.mails(), helped.sms()) == ([], [])


def test_a_petugas_of_a_region_is_spoken_of_by_role_only(helped):
    helped.petugas("rahmat.hidayat", {"co_kapten": "3171"})
    helped.assisted(petugas="rahmat.hidayat@belajar.id")
    helped.run(password_changed, CHANGED)
    assert "Cara: reset oleh Co-Kapten belajar.id di kabupaten/kota Anda\n" in helped.texts()[0]
    assert helped.sms()[0].body == helped_text("Co-Kapten", helped.clock.at, link(helped))
    assert "rahmat" not in (helped.texts()[0] + helped.sms()[0].body).lower()
