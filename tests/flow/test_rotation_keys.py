"""The MAC key and the keys of signatures are rotated while everything runs, and what happens without the old one."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from werkzeug.wrappers import Response

from belajar.cloud.keys import KmsKeys
from belajar.embedded.keys import FileKeys
from belajar.errors import RetryableError
from belajar.rules.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from belajar.runtime.settings import Settings
from tests.support.applicants import PASSWORD, Someone
from tests.support.clock import ManualClock
from tests.support.kms import KEY, FakeKms
from tests.support.roster_files import roster_file
from tests.support.rotation import NEW, OLD, check, report, start_anew
from tests.support.schools import Forgetful, School, school
from tests.support.serving import serving
from tests.support.world import World
from tools.anatomy import ROOT

SECRET = "tiga pohon mangga di halaman"
People = Callable[[int], Someone]


@pytest.fixture
def at(place: World) -> School:
    return school(place)


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


SECRETS = {name for name in Settings.model_fields if name.endswith("_file")} | {"kms_key", "identity_audience"}


@pytest.mark.parametrize("name", sorted(SECRETS - {"key_file"}))
def test_the_page_on_rotation_speaks_of_every_key_and_secret(name):
    """`key_file` stands in for the key in Cloud KMS on one machine."""
    assert f"`BELAJAR_{name.upper()}`" in (ROOT / "docs" / "rotation.md").read_text()


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
