"""Keys are rotated while everything runs: what was made under the old one stays good, and what is lost without it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from belajar.rules.policy import POLICY
from tests.support.applicants import CODE, AtThePages, Someone, mails, referral
from tests.support.roster_files import roster_file
from tests.support.rotation import NEW, OLD, check, report, start_anew
from tests.support.schools import LINK, Forgetful, School, disown, school
from tests.support.world import World

SECRET = "tiga pohon mangga di halaman"
People = Callable[[int], Someone]


def both(made: World) -> None:
    """The first step of a rotation: the new pepper on top, the old one below."""
    start_anew(made, NEW, OLD)


def too_early(made: World) -> None:
    """The old pepper is gone while something still hangs on it."""
    start_anew(made, NEW)


@pytest.fixture
def at(place: World) -> School:
    return school(place)


def bring_again(at: School, **changed: str) -> None:
    """The next extract of the register, another file as every extract is."""
    at.people = {name: replace(person, **changed) for name, person in at.people.items()}
    at.made.upload("berikut.csv", roster_file(list(at.people.values())[::-1]), "2")
    at.made.settle()


def test_a_look_up_under_the_old_pepper_is_found_and_the_next_extract_brings_it_under_the_new_one(at: School):
    before = set(at.made.documents("lookup"))
    both(at.made)
    assert check(at)[0] == 200
    bring_again(at)
    assert before & set(at.made.documents("lookup")) == set()
    too_early(at.made)
    status, shown = check(at)
    assert (status, shown["akun"], shown["status"]) == (200, at.addresses["guru"], "Belum Aktif")
    assert len(at.made.documents("accounts")) == len(at.people), "nobody got a second account"


def test_without_the_old_pepper_nobody_is_found_who_was_not_imported_since(at: School):
    too_early(at.made)
    assert check(at)[0] == 404


def test_the_very_same_file_brings_people_under_the_new_pepper_and_the_old_one_may_go(at: School):
    """No row contradicts itself, nobody gets an account, a password or a mail again."""
    accounts, workspace, asked = at.made.documents("accounts"), at.made.users(), at.made.progress()["requested"]
    both(at.made)
    at.made.upload("sama.csv", roster_file(list(at.people.values())), "2")
    at.made.settle()
    counts = at.made.progress()
    assert (counts["rekeyed"], counts["rejected"], counts["requested"]) == (len(at.people), 0, asked)
    assert (at.made.documents("accounts"), at.made.users()) == (accounts, workspace)
    assert not any(at.mails(who) for who in ("kepala", "operator", "guru", "guru2"))
    too_early(at.made)
    for who, address in at.addresses.items():
        status, shown = check(at, who)
        assert (status, shown["akun"]) == (200, address)


def test_who_is_not_in_the_next_extract_stays_under_the_old_pepper(at: School):
    both(at.made)
    staying = [person for name, person in at.people.items() if name != "guru"]
    at.made.upload("berikut.csv", roster_file(staying), "2")
    at.made.settle()
    assert check(at, "guru")[0] == check(at, "guru2")[0] == 200
    too_early(at.made)
    assert (check(at, "guru")[0], check(at, "guru2")[0]) == (404, 200)


@pytest.mark.parametrize(("change", "status"), [(both, 202), (too_early, 401)])
def test_a_ticket_of_a_check_outlives_the_change_by_the_old_pepper_only(at: School, change, status):
    ticket = check(at)[1]["tiket"]
    change(at.made)
    assert at.made.post("/v1/akun/kirim-detail", {"tiket": ticket})[0] == status


def test_a_ticket_of_somebody_who_is_brought_again_is_void_and_the_next_check_gives_another(at: School):
    ticket = check(at)[1]["tiket"]
    both(at.made)
    bring_again(at)
    assert at.made.post("/v1/akun/kirim-detail", {"tiket": ticket})[0] == 401
    assert at.made.post("/v1/akun/kirim-detail", {"tiket": check(at)[1]["tiket"]})[0] == 202


@pytest.mark.parametrize(("peppers", "status"), [((OLD, NEW), 202), ((OLD,), 401)])
def test_instances_that_were_told_of_the_new_pepper_before_take_what_others_make_under_it(at: School, peppers, status):
    """While a new revision starts, old instances answer too: so the new pepper goes below the old one first."""
    both(at.made)
    ticket = check(at)[1]["tiket"]
    start_anew(at.made, *peppers)
    assert at.made.post("/v1/akun/kirim-detail", {"tiket": ticket})[0] == status


@pytest.mark.parametrize(("change", "status"), [(both, 200), (too_early, 409)])
def test_the_right_to_set_a_password_outlives_the_change_by_the_old_pepper_only(at: School, change, status):
    page = Forgetful(at, "guru")
    page.ask()
    token = page.verify(page.code())[1]["token"]
    change(at.made)
    assert page.choose(token, SECRET)[0] == status


@pytest.mark.parametrize(("change", "status"), [(both, 202), (too_early, 409)])
def test_a_bukan_saya_link_outlives_the_change_by_the_old_pepper_only(at: School, change, status):
    page = Forgetful(at, "guru")
    page.ask()
    page.choose(page.verify(page.code())[1]["token"], SECRET)
    at.made.settle()
    [link] = [found[0] for mail in at.mails("guru") if (found := LINK.search(mail.text))]
    change(at.made)
    assert disown(at.made, link)[0] == status


@pytest.mark.parametrize(("change", "status"), [(both, 200), (too_early, 404)])
def test_the_page_of_a_request_outlives_the_change_by_the_old_pepper_only(place: World, people: People, change, status):
    page = AtThePages(place, people(1))
    page.submit("dinas", page.who.form(kode_referral=referral(place), jabatan="kepala_bidang"))
    change(place)
    assert place.ask("GET", f"/v1/pengajuan/{page.token}")[0] == status


@pytest.mark.parametrize(("change", "status"), [(both, 202), (too_early, 422)])
def test_a_referral_code_outlives_the_change_by_the_old_pepper_only(place: World, people: People, change, status):
    code, page = referral(place), AtThePages(place, people(1))
    change(place)
    assert page.submit("dinas", page.who.form(kode_referral=code, jabatan="kepala_bidang"))[0] == status


@pytest.mark.parametrize(("change", "accounts"), [(both, 1), (too_early, 2)])
def test_a_person_known_by_the_old_pepper_gets_no_second_account_as_long_as_it_is_there(
    place: World, people: People, change, accounts
):
    page = AtThePages(place, people(1))
    page.submit("kemdikbud", page.who.official())
    page.prove()
    place.settle()
    change(place)
    place.clock.advance(days=1)
    again = AtThePages(place, page.who)
    again.submit("kemdikbud", page.who.official(email_dinas="lain@kemdikbud.go.id"))
    place.run()
    again.type_in(next((CODE.findall(mail.text)[0] for mail in mails(place, "lain@kemdikbud.go.id")), "000000"))
    place.settle()
    assert len(place.documents("accounts")) == accounts


def test_failures_are_counted_from_nought_under_the_new_pepper_so_a_guesser_has_them_twice_once(at: School):
    def failures() -> int:
        limit, failed = POLICY.lookup_failures_per_identity.count, 0
        while check(at, nama_ibu_kandung="Bukan Ibunya")[0] == 404 and failed <= limit:
            failed += 1
        return failed

    limit = POLICY.lookup_failures_per_identity.count
    assert failures() == limit
    both(at.made)
    assert failures() == limit
    too_early(at.made)
    assert failures() == 0, "the count is under the newest, whatever goes below it"


def test_a_bounce_of_a_mail_sent_before_the_change_is_known_to_be_about_the_contact(at: School):
    ticket = check(at)[1]["tiket"]
    at.made.post("/v1/akun/kirim-detail", {"tiket": ticket})
    at.made.run()
    both(at.made)
    [mail_id] = [name for name, data in at.made.documents("messages").items() if data["kind"] == "account_details"]
    assert report(at.made, mail_id, OLD, (OLD,)) == 202
    at.made.run()
    person = next(data for data in at.made.documents("people").values() if data["address"] == at.addresses["guru"])
    assert person["contact_bounced"]
