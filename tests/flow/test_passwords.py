"""A forgotten password: by the owner with a code, by a petugas, and "bukan saya"; over all functions and wires."""

import pytest

from tests.support.schools import CODE, LINK, PASSWORD, Forgetful, School, disown, school
from tests.support.staff import put_petugas
from tests.support.ways import by_staff
from tests.support.world import World

HELPDESK = "agen@dikbud.belajar.id"
NEW = "tiga pohon mangga di halaman"


@pytest.fixture
def at(place: World) -> School:
    return school(place)


def reset_by_code(page: Forgetful, password: str = NEW, **asked: str) -> str:
    """The whole way; returns the answer's address."""
    assert page.ask(**asked)[0] == 202
    status, proven = page.verify(page.code())
    assert status == 200, proven
    status, done = page.choose(proven["token"], password)
    assert status == 200, done
    page.made.settle()
    return done["akun"]


def test_a_teacher_sets_a_new_password_with_a_code_by_sms(at: School):
    at.start_using("guru")
    assert reset_by_code(Forgetful(at, "guru")) == at.addresses["guru"]
    assert at.signs_in("guru", NEW)
    assert at.made.calls()["users.signOut"] == {"204": 1}
    code, notice = at.texts("guru")
    assert code.startswith("belajar.id: ")
    assert notice.startswith("belajar.id: ")
    assert not CODE.search(notice)
    [mail] = at.mails("guru")
    assert LINK.search(mail.text)
    assert NEW not in mail.text


def test_the_code_comes_by_mail_if_the_owner_says_so(at: School):
    reset_by_code(Forgetful(at, "guru"), saluran="email")
    subjects = [mail.subject for mail in at.mails("guru")]
    assert len(subjects) == 2, "code and notice"
    assert len(at.texts("guru")) == 1, "the phone hears of it too"


def test_kirim_ulang_by_another_channel_makes_the_first_code_worthless(at: School):
    page = Forgetful(at, "guru")
    wait = page.ask()[1]["kirim_ulang_detik"]
    first = page.code()
    at.made.clock.advance(seconds=wait)
    assert page.again(saluran="email")[0] == 202
    second = CODE.findall(at.mails("guru")[-1].text)[0]
    if first != second:
        assert page.verify(first)[0] == 422
    assert page.verify(second)[0] == 200


def test_children_who_share_a_phone_each_get_their_own_code_and_hear_nothing_of_each_other(at: School):
    pages = [Forgetful(at, f"anak{number}") for number in (1, 2, 3)]
    signs = [page.ask()[1]["tanda"] for page in pages]
    for _ in range(4):
        at.made.clock.advance(seconds=61)
        at.made.run()
    texts = at.texts("anak1")
    assert len(texts) == 3
    for page, sign in zip(pages, signs, strict=True):
        [text] = [text for text in texts if sign in text.split("(")[-1] or f" {sign}" in text]
        for other in ("anak1", "anak2", "anak3"):
            person = at.people[other]
            assert at.addresses[other] not in text
            assert not any(word in text for word in person.nama.split() if len(word) > 3)
        assert page.verify(CODE.findall(text)[0])[0] == 200


def test_a_code_of_another_reset_is_refused(at: School):
    one, other = Forgetful(at, "guru"), Forgetful(at, "guru2")
    one.ask()
    other.ask()
    code = CODE.findall(at.mails("guru2")[-1].text)[0]
    if code != one.code():
        assert one.verify(code)[0] == 422
    assert other.verify(code)[0] == 200
    assert other.verify(code)[1]["code"] == "kode_tidak_berlaku", "good once"


def test_an_expired_code_is_refused_and_never_sent_late(at: School):
    page = Forgetful(at, "guru")
    page.ask()
    at.made.clock.advance(minutes=10)
    assert page.verify(page.code())[1]["code"] == "kode_tidak_berlaku"


def test_bukan_saya_freezes_the_account_and_only_the_helpdesk_opens_it_again(at: School):
    at.start_using("guru", "operator")
    reset_by_code(Forgetful(at, "guru"))
    status, told = disown(at.made, at.mails("guru")[-1].text)
    assert status == 202
    assert disown(at.made, at.mails("guru")[-1].text)[1] == told, "a second press opens no second ticket"
    at.made.settle()
    assert at.state("guru") == "suspended"
    assert not at.signs_in("guru", NEW)
    body = {"akun": at.addresses["guru"], "alasan": "Lapor lewat telepon, sudah dicocokkan."}
    assert by_staff(at.made, "POST", "/v1/reset/bantuan", body, at.addresses["operator"])[0] in {403, 409}
    at.made.tick_sync()
    assert at.state("guru") == "suspended"
    helpdesk(at.made)
    status, begun = by_staff(at.made, "POST", "/v1/reset/bantuan", body, HELPDESK)
    assert (status, begun["keadaan"]) == (202, "approved"), begun
    at.made.settle()
    [sent] = [found[0] for mail in at.mails("guru") if (found := PASSWORD.findall(mail.text))]
    assert at.signs_in("guru", sent)
    assert at.state("guru") == "active"


def helpdesk(made: World) -> None:
    put_petugas(made.store, HELPDESK, roles={"helpdesk": "nasional"})


def test_the_operator_resets_a_teacher_and_never_sees_the_password(at: School):
    at.start_using("guru", "operator")
    body = {"akun": at.addresses["guru"], "alasan": "Guru lupa kata sandi."}
    status, begun = by_staff(at.made, "POST", "/v1/reset/bantuan", body, at.addresses["operator"])
    assert (status, begun["keadaan"], begun["kartu"]) == (202, "approved", False)
    at.made.settle()
    status, seen = by_staff(at.made, "GET", f"/v1/reset/bantuan/{begun['id']}", None, at.addresses["operator"])
    assert (status, seen["keadaan"]) == (200, "done")
    [sent] = [found[0] for mail in at.mails("guru") if (found := PASSWORD.findall(mail.text))]
    assert sent not in str(begun) + str(seen)
    assert at.signs_in("guru", sent)
    assert not at.signs_in("guru", sent), "a new one was to be set at once"
    assert [mail for mail in at.mails("operator") if PASSWORD.search(mail.text)] == []


def test_after_the_owner_signed_in_the_assisted_password_can_be_derived_no_more(at: School):
    at.start_using("guru", "operator")
    body = {"akun": at.addresses["guru"], "alasan": "Guru lupa kata sandi."}
    by_staff(at.made, "POST", "/v1/reset/bantuan", body, at.addresses["operator"])
    at.made.settle()
    account = at.made.documents("accounts")[at.addresses["guru"]]
    assert account["nonce"]
    [sent] = [found[0] for mail in at.mails("guru") if (found := PASSWORD.findall(mail.text))]
    at.made.clock.advance(minutes=5)
    assert at.signs_in("guru", sent)
    at.made.tick_sync()
    assert at.made.documents("accounts")[at.addresses["guru"]]["nonce"] is None
    assert at.state("guru") == "active"


def test_a_pupil_without_any_contact_gets_a_card_from_the_operator(at: School):
    at.start_using("operator")
    body = {"akun": at.addresses["tanpa_kontak"], "alasan": "Kata sandi hilang."}
    status, begun = by_staff(at.made, "POST", "/v1/reset/bantuan", body, at.addresses["operator"])
    assert (status, begun["kartu"]) == (202, True), begun
    at.made.settle()
    path = f"/v1/reset/bantuan/{begun['id']}/kartu"
    status, headers, pdf = at.made.fetch("POST", path, at.addresses["operator"])
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert pdf.startswith(b"%PDF-")
    at.made.clock.advance(minutes=16)
    assert at.made.fetch("POST", path, at.addresses["operator"])[0] == 409


def test_the_operator_downloads_the_school_sorted_by_class_with_the_passwords_that_still_open(at: School):
    at.start_using("operator", "anak1")
    path = f"/v1/sekolah/{at.npsn}/akun.csv?jenis=peserta_didik"
    status, headers, csv = at.made.fetch("GET", path, at.addresses["operator"])
    assert (status, headers["Content-Type"].partition(";")[0]) == (200, "text/csv")
    text = csv.decode("utf-8-sig")
    assert at.initial("anak2") in text
    for name in ("anak1", "anak2", "anak3", "tanpa_kontak"):
        assert at.addresses[name] in text
    assert at.addresses["guru"] not in text
    [used] = [line for line in text.splitlines() if at.addresses["anak1"] in line]
    assert not PASSWORD.search(used)
    status, _, pdf = at.made.fetch("GET", path.replace(".csv", ".pdf"), at.addresses["operator"])
    assert (status, pdf[:5]) == (200, b"%PDF-")
    assert at.made.fetch("GET", path, at.addresses["guru"])[0] == 403


def test_a_corrected_phone_works_after_the_wait_and_the_owner_could_have_objected(at: School):
    at.start_using("operator", "guru")
    body = {"akun": at.addresses["guru"], "nomor_ponsel": "081234567899", "alasan": "Ganti nomor."}
    status, asked = by_staff(at.made, "POST", "/v1/kontak/koreksi", body, at.addresses["operator"])
    assert (status, asked["keadaan"]) == (202, "waiting"), asked
    at.made.settle()
    told = at.mails("guru")[-1]
    assert LINK.search(told.text)
    assert "081234567899" not in told.text
    at.made.clock.advance(days=3, minutes=1)
    at.made.tick_corrections()
    person = at.made.documents("people")[at.people["guru"].sumber_id]
    assert person["nomor_ponsel"] == "+6281234567899"
    assert at.made.workspace_user(at.addresses["guru"])["recoveryPhone"] == "+6281234567899"


def test_who_objects_keeps_the_old_contact(at: School):
    at.start_using("operator", "guru")
    body = {"akun": at.addresses["guru"], "email_pribadi": "orang.lain@contoh.test", "alasan": "Ganti email."}
    by_staff(at.made, "POST", "/v1/kontak/koreksi", body, at.addresses["operator"])
    at.made.settle()
    assert disown(at.made, at.mails("guru")[-1].text)[0] == 202
    at.made.clock.advance(days=4)
    at.made.tick_corrections()
    assert at.made.documents("people")[at.people["guru"].sumber_id]["email_pribadi"] == "guru@contoh.test"
    assert len(at.made.documents("tickets")) == 1
