"""Keys are rotated while everything runs: what was made under the old one stays good, and what is lost without it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

import flask
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from belajar.cloud.keys import KmsKeys
from belajar.embedded.keys import FileKeys
from belajar.errors import RetryableError
from belajar.rules.policy import POLICY
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from belajar.runtime.http import HttpFunction
from belajar.runtime.run import Runtime
from functions.lookup.ticket import Tickets
from functions.mail_report import main as mail_report
from functions.mail_report.step import Deps as ReportDeps
from tests.support.applicants import CODE, PASSWORD, AtThePages, Someone, mails, referral
from tests.support.clock import ManualClock
from tests.support.kms import KEY, FakeKms
from tests.support.roster_files import roster_file
from tests.support.schools import LINK, Forgetful, School, disown, school
from tests.support.serving import serving
from tests.support.world import World
from tests.support.worlds.inside import Inside

OLD, NEW = b"p" * 32, b"q" * 32
SECRET = "tiga pohon mangga di halaman"
People = Callable[[int], Someone]


class Rotated(Inside):
    """The functions of a world, started anew with these peppers and keys of the ringkas form."""

    def __init__(self, made: World, peppers: tuple[bytes, ...], ringkas: tuple[bytes, ...] | None = None) -> None:
        super().__init__(made)
        self._changed: dict[str, Any] = {"peppers": peppers, "pepper": peppers[0]}
        self._changed["tickets"] = Tickets(peppers, POLICY.lookup_ticket_seconds)
        self._changed |= {"ringkas_keys": ringkas} if ringkas else {}

    def _event_deps(self):
        return {name: self._rotated(deps) for name, deps in super()._event_deps().items()}

    def _http_deps(self):
        return {name: self._rotated(deps) for name, deps in super()._http_deps().items()}

    def _rotated(self, deps: Any) -> Any:
        return replace(deps, **{own.name: self._changed[own.name] for own in fields(deps) if own.name in self._changed})


def start_anew(made: World, *peppers: bytes, ringkas: tuple[bytes, ...] | None = None) -> None:
    """A new revision of every function."""
    inside = Rotated(made, peppers, ringkas)
    made.functions, made.web = inside.event_functions(), inside.http_functions()


def both(made: World) -> None:
    """The first step of a rotation: the new pepper on top, the old one below."""
    start_anew(made, NEW, OLD)


def too_early(made: World) -> None:
    """The old pepper is gone while something still hangs on it."""
    start_anew(made, NEW)


@pytest.fixture
def at(place: World) -> School:
    return school(place)


def check(at: School, who: str = "guru", **changed: str) -> tuple[int, dict[str, Any]]:
    status, answer, _ = at.made.post("/v1/akun/periksa", at.people[who].form() | changed)
    return status, answer


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


def test_the_very_same_file_does_not_bring_people_under_the_new_pepper(at: School):
    """Its rows look like other rows of a file that is known: only another extract does."""
    both(at.made)
    at.made.upload("sama.csv", roster_file(list(at.people.values())), "2")
    at.made.settle()
    assert at.made.progress()["rejected"] == len(at.people)


@pytest.mark.parametrize(("change", "status"), [(both, 202), (too_early, 401)])
def test_a_ticket_of_a_check_outlives_the_change_by_the_old_pepper_only(at: School, change, status):
    ticket = check(at)[1]["tiket"]
    change(at.made)
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


def report(made: World, mail_id: str, key: bytes, keys: tuple[bytes, ...]) -> int:
    """What the relay says about a mail, signed with `key`; the function knows `keys`."""
    body = json.dumps({"message_id": mail_id, "kind": "bounced", "code": "5.1.1"}).encode()
    stamp = str(int(made.clock.now().timestamp()))
    tag = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: tag}
    runtime = partial(Runtime, made.store, made.bus, made.clock)
    routes = list(mail_report.FUNCTION.routes.values())
    function = HttpFunction("mail_report", routes, runtime, lambda: ReportDeps(keys, made.clock))
    builder = EnvironBuilder(path="/v1/surat/laporan", method="POST", data=body, headers=headers,
                             content_type="application/json")  # fmt: skip
    return function.handle(flask.Request(builder.get_environ()))[1]


@pytest.mark.parametrize(
    ("key", "keys", "status"),
    [
        (OLD, (NEW, OLD), 202),
        (NEW, (NEW, OLD), 202),
        (NEW, (NEW,), 202),
        (OLD, (NEW,), 401),
        (NEW, (OLD,), 401),
    ],
    ids=["relay not changed yet", "relay changed", "old one gone", "relay too late", "relay too early"],
)
def test_reports_are_taken_under_both_keys_while_the_relay_changes(place: World, key, keys, status):
    assert report(place, "1" * 32, key, keys) == status


@pytest.mark.parametrize(
    ("key", "keys", "status"), [(OLD, (NEW, OLD), 202), (NEW, (NEW, OLD), 202), (OLD, (NEW,), 401)]
)
def test_forms_are_taken_under_both_keys_while_the_back_end_changes(place: World, people: People, key, keys, status):
    start_anew(place, OLD, ringkas=keys)
    body = json.dumps(people(3).form(jabatan="penilik")).encode()
    stamp = str(int(place.clock.now().timestamp()))
    headers = {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: sign(key, stamp, body)}
    assert place.ask("POST", "/v1/pengajuan/ringkas/masuk", body, headers)[0] == status


def keys_of(made: World, *versions: str) -> None:
    """A new revision of every function, with these versions of the MAC key, newest first."""
    known = dict(line.split() for line in (made.folder / "keys").read_text().splitlines())
    known |= {name: base64.b64encode(name.encode() * 32).decode() for name in versions if name not in known}
    (made.folder / "keys-then").write_text("".join(f"{name} {known[name]}\n" for name in versions))
    made.keys = FileKeys(made.folder / "keys-then")
    start_anew(made, OLD)


def details(at: School) -> str:
    """The initial password in the newest mail of the teacher; empty if there is none."""
    assert at.made.post("/v1/akun/kirim-detail", {"tiket": check(at)[1]["tiket"]})[0] == 202
    at.made.run()
    found = [PASSWORD.search(mail.text) for mail in at.mails("guru")]
    return next((one[0] for one in reversed(found) if one), "")


def test_initial_passwords_outlive_a_new_version_and_new_accounts_are_made_under_it(at: School):
    before = at.initial("guru")
    keys_of(at.made, "2", "1")
    assert details(at) == before
    assert at.signs_in("guru", before)
    fresh = replace(at.people["guru2"], sumber_id="00000000-0000-4000-8000-00000000abcd", nama="Orang Baru Sekali")
    at.made.upload("baru.csv", roster_file([fresh]), "3")
    at.made.settle()
    versions = {data["address"]: data["key_version"] for data in at.made.documents("accounts").values()}
    assert sorted(versions.values()) == ["1"] * len(at.people) + ["2"]


def test_a_code_in_flight_outlives_a_new_version_and_the_next_one_is_made_under_it(at: School):
    page = Forgetful(at, "guru")
    wait = page.ask()[1]["kirim_ulang_detik"]
    keys_of(at.made, "2", "1")
    assert page.verify(page.code())[0] == 200
    at.made.clock.advance(seconds=max(wait, 60))
    later = Forgetful(at, "guru")
    assert later.ask()[0] == 202
    versions = [data["code_key_version"] for data in at.made.documents("resets").values()]
    assert sorted(versions) == ["1", "2"]
    assert later.verify(later.code())[0] == 200


def test_without_the_old_version_a_mail_waits_and_goes_out_when_it_is_enabled_again(at: School, capsys):
    before = at.initial("guru")
    keys_of(at.made, "2")
    assert at.made.post("/v1/akun/kirim-detail", {"tiket": check(at)[1]["tiket"]})[0] == 202
    capsys.readouterr()
    at.made.run()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    tried = [(line["attempt"], line["severity"]) for line in lines if line.get("reason") == "keys_unavailable"]
    assert tried[8:10] == [(9, "WARNING"), (10, "ERROR")]
    assert {severity for _, severity in tried[9:]} == {"ERROR"}, "somebody is told, and goes on being told"
    assert len(at.made.bus.dead_letters()) == 1
    keys_of(at.made, "2", "1")
    at.made.bus.replay()
    at.made.run()
    assert [PASSWORD.search(mail.text)[0] for mail in at.mails("guru")] == [before]


def test_without_the_old_version_a_code_in_flight_is_answered_with_come_again(at: School):
    page = Forgetful(at, "guru")
    page.ask()
    code = page.code()
    keys_of(at.made, "2")
    assert page.verify(code)[0] == 503
    keys_of(at.made, "2", "1")
    assert page.verify(code)[0] == 200


class Kms(FakeKms):
    """Refuses to sign under a version that is disabled, as Cloud KMS does."""

    def _sign(self, path, body):
        version = path.rpartition("/")[2].partition(":")[0]
        return super()._sign(path, body) if self.states.get(version) == "ENABLED" else Response("{}", 400)


def test_cloud_kms_takes_a_new_version_within_ten_minutes_and_signs_under_the_old_one_until_it_is_disabled():
    kms, clock = Kms({"1": OLD}), ManualClock()
    with serving(kms) as url:
        keys = KmsKeys(KEY, url, clock, remembered=0)
        before = keys.mac(b"sekolah")
        kms.keys["2"], kms.states["2"], kms.algorithms["2"] = NEW, "ENABLED", "HMAC_SHA256"
        assert keys.mac(b"sekolah") == before
        clock.advance(minutes=10)
        assert keys.mac(b"sekolah").version == "2"
        assert keys.mac(b"sekolah", "1") == before
        kms.states["1"] = "DISABLED"
        with pytest.raises(RetryableError, match="keys_unavailable: HTTP 400"):
            keys.mac(b"sekolah", "1")
        keys.close()
