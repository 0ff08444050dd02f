"""The sign-in pages, step by step as in "Cara Aktivasi Akun Pembelajaran"."""

import re

import pytest

from devstack.workspace.signin import SAME, SIGNED_OUT, STALE, SUSPENDED, UNEQUAL, WEAK, WRONG

FIRST, NEW = "mangga-manis-11", "rambutan-segar-22"


@pytest.fixture
def owner(workspace):
    workspace.insert(changePasswordAtNextLogin=True)
    return workspace


@pytest.fixture
def active(owner):
    choose(owner, accept(owner, sign_in(owner)))
    return owner


def token(page):
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


def sign_in(workspace, password=FIRST, address="budi@sd.belajar.id"):
    form = {"token": token(workspace.http.get("/masuk")), "alamat": address, "kata_sandi": password}
    return workspace.http.post("/masuk", data=form)


def accept(workspace, page):
    return workspace.http.post("/syarat", data={"token": token(page)})


def choose(workspace, page, new=NEW, repeated=None):
    form = {"token": token(page), "kata_sandi_baru": new, "ulangi": new if repeated is None else repeated}
    return workspace.http.post("/sandi", data=form)


def test_the_six_steps_lead_to_an_active_account(owner):
    assert "Berikutnya" in owner.http.get("/masuk").text
    terms = sign_in(owner)
    assert ">Terima<" in terms.text
    passwords = accept(owner, terms)
    assert ">Ubah Sandi<" in passwords.text
    owner.clock.sleep(30)
    assert "Selamat! Akun Pembelajaran Anda telah aktif" in choose(owner, passwords).text
    user = owner.get().json
    assert (user["agreedToTerms"], user["changePasswordAtNextLogin"]) == (True, False)
    assert user["lastLoginTime"] == "2026-07-13T01:00:30.000Z"


def test_until_the_last_step_nobody_has_signed_in(owner):
    accept(owner, sign_in(owner))
    user = owner.get().json
    assert (user["agreedToTerms"], user["lastLoginTime"][:4]) == (True, "1970")


def test_afterwards_only_the_new_password_opens_and_without_more_pages(owner):
    choose(owner, accept(owner, sign_in(owner)))
    assert WRONG in sign_in(owner, FIRST).text
    owner.clock.sleep(60)
    assert "telah aktif" in sign_in(owner, NEW).text
    assert owner.get().json["lastLoginTime"] == "2026-07-13T01:01:00.000Z"


def test_wrong_password_and_unknown_address_look_alike(owner):
    wrong, unknown = sign_in(owner, "salah-sekali"), sign_in(owner, FIRST, "tiada@sd.belajar.id")
    assert re.sub('value="[^"]*"', "", wrong.text) == re.sub('value="[^"]*"', "", unknown.text)
    assert WRONG in wrong.text


def test_spaces_and_capitals_around_the_address_do_not_matter(owner):
    assert ">Terima<" in sign_in(owner, address=" Budi@SD.belajar.id ").text


def test_a_suspended_user_is_told_so_only_with_the_right_password(owner):
    owner.patch(suspended=True)
    assert SUSPENDED in sign_in(owner).text
    assert WRONG in sign_in(owner, "salah-sekali").text


def test_a_deleted_user_cannot_sign_in(owner):
    owner.delete()
    assert WRONG in sign_in(owner).text


@pytest.mark.parametrize(
    ("new", "repeated", "sentence"),
    [("pendek7", None, WEAK), (NEW, "lain-sekali-33", UNEQUAL), (FIRST, None, SAME), ("é" * 10, None, WEAK)],
)
def test_a_bad_new_password_is_explained_and_can_be_mended(owner, new, repeated, sentence):
    again = choose(owner, accept(owner, sign_in(owner)), new, repeated)
    assert sentence in again.text
    assert "telah aktif" in choose(owner, again).text


def test_a_page_left_open_too_long_sends_back_to_the_start(owner):
    terms = sign_in(owner)
    owner.clock.sleep(owner.options.form_seconds)
    assert STALE in accept(owner, terms).text
    assert owner.get().json["agreedToTerms"] is False


def test_the_password_page_cannot_be_sent_twice(owner):
    passwords = accept(owner, sign_in(owner))
    choose(owner, passwords)
    assert STALE in choose(owner, passwords, "durian-runtuh-44").text


def test_a_user_who_is_suspended_between_two_pages_gets_no_further(owner):
    terms = sign_in(owner)
    owner.patch(suspended=True)
    assert SUSPENDED in accept(owner, terms).text
    assert owner.get().json["agreedToTerms"] is False


def test_who_is_unsuspended_signs_in_with_the_password_of_before(active):
    active.patch(suspended=True)
    active.patch(suspended=False)
    assert "telah aktif" in sign_in(active, NEW).text


def test_a_password_set_by_the_administrator_opens_and_the_earlier_one_does_not(active):
    active.patch(password="manggis-ungu-55")
    assert WRONG in sign_in(active, NEW).text
    assert "telah aktif" in sign_in(active, "manggis-ungu-55").text


def test_a_password_set_for_one_sign_in_must_be_changed_there(active):
    active.patch(password="manggis-ungu-55", changePasswordAtNextLogin=True)
    page = sign_in(active, "manggis-ungu-55")
    assert ">Ubah Sandi<" in page.text
    assert "telah aktif" in choose(active, page, "salak-manis-66").text
    assert "telah aktif" in sign_in(active, "salak-manis-66").text


def test_a_page_that_is_open_while_the_password_is_set_leads_nowhere(owner):
    terms = sign_in(owner)
    owner.patch(password="manggis-ungu-55")
    assert STALE in accept(owner, terms).text


def test_whoever_has_signed_in_stays_so_until_signed_out_everywhere(active):
    assert "Anda masuk sebagai <b>budi@sd.belajar.id</b>" in active.http.get("/akun").text
    active.patch(password="manggis-ungu-55")
    assert "Anda masuk sebagai" in active.http.get("/akun").text
    active.post("budi@sd.belajar.id/signOut")
    assert SIGNED_OUT in active.http.get("/akun").text


def test_signing_out_ends_pages_that_are_half_way_too(owner):
    terms = sign_in(owner)
    owner.post("budi@sd.belajar.id/signOut")
    assert STALE in accept(owner, terms).text


def test_after_signing_out_the_owner_signs_in_again_at_once(active):
    active.post("budi@sd.belajar.id/signOut")
    active.post("budi@sd.belajar.id/signOut")
    assert "telah aktif" in sign_in(active, NEW).text
    assert "Anda masuk sebagai" in active.http.get("/akun").text


def test_signing_one_user_out_leaves_the_others_signed_in(active):
    active.insert("siti")
    active.post("siti@sd.belajar.id/signOut")
    assert "Anda masuk sebagai" in active.http.get("/akun").text


@pytest.mark.parametrize("act", [lambda owner: owner.patch(suspended=True), lambda owner: owner.delete()])
def test_a_suspended_or_deleted_user_is_signed_in_no_longer(active, act):
    act(active)
    assert SIGNED_OUT in active.http.get("/akun").text


def test_sign_ins_and_their_end_survive_a_restart(active):
    earlier = active.http.get_cookie("masuk").value
    active.open()
    active.http.set_cookie("masuk", earlier)
    assert "Anda masuk sebagai" in active.http.get("/akun").text
    active.post("budi@sd.belajar.id/signOut")
    active.open()
    active.http.set_cookie("masuk", earlier)
    assert SIGNED_OUT in active.http.get("/akun").text


def test_no_other_token_of_ours_is_a_sign_in(owner):
    assert SIGNED_OUT in owner.http.get("/akun").text
    for cookie in (token(sign_in(owner)), "palsu.palsu", ""):
        owner.http.set_cookie("masuk", cookie)
        assert SIGNED_OUT in owner.http.get("/akun").text


@pytest.mark.parametrize("page", ["masuk", "syarat", "sandi"])
def test_a_form_without_our_token_is_refused(owner, page):
    forms = {"token": "palsu.palsu", "alamat": "budi@sd.belajar.id", "kata_sandi": FIRST}
    assert STALE in owner.http.post(f"/{page}", data=forms).text
    assert STALE in owner.http.post(f"/{page}", data={}).text


def test_the_token_of_one_step_does_not_open_another(owner):
    terms = sign_in(owner)
    assert STALE in choose(owner, terms).text


def test_pages_are_neither_stored_nor_scripted(owner):
    page = owner.http.get("/masuk")
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script" not in page.text
    assert 'lang="id"' in page.text


def test_the_root_leads_to_the_sign_in_under_any_prefix(owner):
    answer = owner.http.get("/", base_url="http://localhost/workspace")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/workspace/masuk")
