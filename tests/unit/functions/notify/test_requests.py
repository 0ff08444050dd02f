import pytest

from belajar.credentials import initial_credential
from belajar.errors import Reason, RetryableError
from belajar.rules.request_states import refusal_sentence, status_word
from belajar.rules.request_tokens import token
from functions.notify.delivery import mail_id
from functions.notify.requests import request_changed
from functions.notify.step import account_ready
from schemas.documents import AccountState
from schemas.events import AccountCreated, RequestChanged
from schemas.requests import Alasan, RequestState

NOMOR = "0123456789abcdef"
PERSON_ID = "0f2b7c1e-1111-4222-8333-444455556666"
ADDRESS = "siti.aminah12@guru.sd.belajar.id"
CONTACT = "siti.aminah@contoh.test"
TYPED = "diketik@contoh.test"
BUSY = "451 4.3.0 coba lagi"
DEAD = "550 5.1.1 tidak dikenal"


def changed(state):
    return RequestChanged(nomor=NOMOR, state=state)


@pytest.fixture
def done(world):
    world.request(state=RequestState.DONE, address=ADDRESS)
    world.official()
    return changed("done")


@pytest.mark.parametrize("state", [state for state in RequestState if state is not RequestState.DONE])
def test_every_state_is_told_with_its_word_and_the_way_to_the_status_page(world, state):
    world.request(state=state)
    world.erase_person()
    assert world.run(request_changed, changed(state)).word == "done"
    [text] = world.texts()
    assert f"Status: {status_word(state)}\n" in text
    assert f"https://belajar.id/pengajuan/{token(b'new pepper', NOMOR)}\n" in text
    assert "Yth. Siti Aminah," in text


@pytest.mark.parametrize(("nama", "read"), [
    ("Menang hadiah.com", "Menang hadiah. com"), ("Moh. Rizky, S.Pd.", "Moh. Rizky, S. Pd."),
])  # fmt: skip
def test_a_name_that_anybody_can_type_is_never_a_link(world, nama, read):
    world.request(nama=nama)
    world.erase_person()
    world.run(request_changed, changed("expired"))
    assert f"Yth. {read}," in world.texts()[0]


def test_who_is_refused_reads_why_and_what_the_reviewer_added(world):
    world.request(state=RequestState.REFUSED, alasan=Alasan.SURAT_TIDAK_SAH, catatan="Stempel tidak terbaca.")
    world.run(request_changed, changed("refused"))
    [text] = world.texts()
    assert refusal_sentence(Alasan.SURAT_TIDAK_SAH) in text
    assert "Catatan petugas: Stempel tidak terbaca." in text


def test_an_event_that_comes_late_tells_its_own_state_and_not_the_notes_of_a_later_one(world):
    world.request(state=RequestState.REFUSED, alasan=Alasan.SURAT_TIDAK_SAH, catatan="Stempel tidak terbaca.")
    world.run(request_changed, changed("in_review"))
    [text] = world.texts()
    assert "Status: Sedang Ditinjau" in text
    assert "Stempel" not in text


def test_when_the_account_is_there_the_address_and_then_the_details_are_mailed(world, done):
    world.run(request_changed, done)
    details, status = sorted(world.texts(), key=lambda text: "Status: Selesai" in text)
    password = initial_credential(world.account(group=world.official_group()), world.keys)
    assert f"Nama akun: {ADDRESS}" in status
    assert password not in status
    assert f"Kata sandi awal: {password}\n" in details
    assert "https://mail.google.com/" in details
    assert "satuan pendidikan" not in details


def test_details_go_to_the_proven_contact_and_never_to_the_typed_one(world, done):
    world.request(state=RequestState.DONE, address=ADDRESS, email=TYPED)
    world.run(request_changed, done)
    assert len(world.texts(CONTACT)) == 2
    assert world.texts(TYPED) == []


@pytest.mark.parametrize("state", ["approved", "done", "refused"])
def test_once_a_contact_is_proven_the_typed_address_hears_nothing_more(world, done, state):
    world.request(state=RequestState(state), address=ADDRESS, email=TYPED)
    world.run(request_changed, changed(state))
    assert world.texts(TYPED) == []
    assert world.texts(CONTACT) != []


def test_the_contact_of_a_person_whom_another_request_made_is_not_used(world):
    world.request(state=RequestState.REFUSED, alasan=Alasan.SUDAH_PUNYA_AKUN, email=TYPED)
    world.person(request="f" * 16)
    world.run(request_changed, changed("refused"))
    assert len(world.texts(TYPED)) == 1
    assert world.texts(CONTACT) == []


@pytest.mark.parametrize(
    "account",
    [{"state": AccountState.ACTIVE, "nonce": None}, {"state": AccountState.SUSPENDED}, {"person_id": "somebody else"}],
)
def test_no_details_of_an_account_that_is_not_waiting_for_its_owner(world, done, account):
    world.account(**account)
    world.run(request_changed, done)
    [text] = world.texts()
    assert "Kata sandi awal" not in text


def test_a_person_without_a_working_contact_gets_nothing(world, done):
    world.official(contact_bounced=True)
    assert world.run(request_changed, done).word == "nothing"
    assert world.inbox.mails() == []


def test_a_mailbox_refused_for_ever_is_marked_once_and_both_mails_are_recorded(world, done):
    world.inbox.program(CONTACT, DEAD, DEAD)
    assert world.run(request_changed, done).word == "done"
    records = [world.document(f"messages/{mail_id(world.call(), key)}") for key in ("", "details")]
    assert [(record["state"], record["reason"]) for record in records] == [("failed", "mailbox_refused")] * 2
    assert world.document(f"people/{PERSON_ID}")["contact_bounced"] is True


def test_a_second_delivery_sends_nothing(world, done):
    assert [world.run(request_changed, done).word for _ in range(2)] == ["done", "nothing"]
    assert [mail.copies for mail in world.inbox.mails()] == [1, 1]


def test_when_the_relay_fails_in_between_only_the_rest_is_sent_later(world, done):
    world.inbox.program(CONTACT, "250 ok", BUSY, BUSY)
    with pytest.raises(RetryableError, match="mail_unavailable"):
        world.run(request_changed, done)
    states = [world.document(f"messages/{mail_id(world.call(), key)}")["state"] for key in ("", "details")]
    assert states == ["sent", "sending"]
    assert world.run(request_changed, done).word == "done"
    assert [mail.copies for mail in world.inbox.mails()] == [1, 1]


def test_the_initial_password_is_stored_nowhere(world, done, tmp_path):
    world.run(request_changed, done)
    password = initial_credential(world.account(group=world.official_group()), world.keys)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    assert mail_id(world.call(), "details").encode() in stored
    assert password.encode() not in stored


def test_a_new_account_of_an_applicant_is_told_by_the_end_of_the_request_only(world, done):
    assert world.run(account_ready, AccountCreated(person_id=PERSON_ID, address=ADDRESS)).word == "nothing"
    assert world.inbox.mails() == []


def test_a_request_that_is_gone_is_refused(world):
    assert world.run(request_changed, changed("approved")).decision.refused is Reason.UNKNOWN_REQUEST
