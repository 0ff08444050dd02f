"""A deployed project is reached only with settings that are its own, and written to only when somebody is sure."""

import os

import pytest

from belajar.ports import Message
from belajar.runtime.settings import settings
from devstack.cli.remote_settings import environment
from devstack.emulators import clear_documents, emulators, missing_reason
from devstack.pubsub import create_subscriptions
from devstack.topology import topology
from tests.unit.devstack.cli.conftest import forget

PROJECT = "demo-lain"
ADDRESS = "peninjau@dinas.belajar.id"
APPOINT = ("petugas", "add", ADDRESS, "--nama", "P", "--role", "peninjau", "--scope", "32")


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    """No setting of somebody else, before and after."""
    for name in [name for name in os.environ if name.startswith("BELAJAR_") or name.endswith("EMULATOR_HOST")]:
        monkeypatch.delenv(name)
    before = dict(os.environ)
    forget()
    yield
    forget()
    os.environ.clear()
    os.environ.update(before)


def test_the_usual_names_follow_from_the_project_and_the_file_has_the_last_word(tmp_path):
    file = tmp_path / "cli.env"
    file.write_text("# of production\n\nBELAJAR_ROSTER_BUCKET = lain\nBELAJAR_SITE_URL=https://b.test/?a=b\n")
    own = {"BELAJAR_DATABASE": "kedua", "BELAJAR_ROSTER_BUCKET": "milik", "PATH": "/bin"}
    assert environment("p1", file, own) == {
        "BELAJAR_ENGINE": "cloud", "BELAJAR_PROJECT": "p1", "BELAJAR_LETTER_BUCKET": "p1-letters",
        "BELAJAR_ROSTER_BUCKET": "lain", "BELAJAR_DATABASE": "kedua", "BELAJAR_SITE_URL": "https://b.test/?a=b",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("BELAJAR_PROJECT=lain", "not those of the project"),
        ("BELAJAR_ENGINE=embedded", "not those of the project"),
        ("BELAJAR_PEPER_FILE=/rahasia/x", "BELAJAR_PEPER_FILE"),
        ("BELAJAR_TRUSTED_PROXIES=banyak", "BELAJAR_TRUSTED_PROXIES"),
        ("PEPPER=rahasia", "setting 1"),
        ("rahasia", "setting 1"),
    ],
)
def test_settings_that_do_not_fit_are_said_without_their_values(belajar, tmp_path, line, word):
    (tmp_path / "cli.env").write_text(f"{line}\n")
    done = belajar("--project", PROJECT, "--environment-file", tmp_path / "cli.env", "petugas", "list")
    assert (done.exit_code, word in done.output) == (2, True)
    assert "rahasia" not in done.output


def test_a_real_project_is_not_looked_for_on_an_emulator(belajar, monkeypatch):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
    done = belajar("--project", "belajar-prod", "petugas", "list")
    assert (done.exit_code, "FIRESTORE_EMULATOR_HOST is set" in done.output) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        APPOINT,
        ("petugas", "disable", ADDRESS),
        ("referral", "revoke", "3204"),
        ("dlq", "replay", "--all"),
        ("tick", "sync"),
        ("erase", "x", "--reason", "y"),
        ("export", "x", "--reason", "y"),
    ],
)
def test_whoever_writes_types_the_name_of_the_project_first(belajar, words):
    done = belajar("--project", PROJECT, *words, typed="y\n")
    assert (done.exit_code, "WRITES to the deployed project demo-lain" in done.output) == (1, True)
    assert "Nothing was written" in done.output


@pytest.mark.parametrize("bucket", ["BELAJAR_ROSTER_BUCKET", "BELAJAR_LETTER_BUCKET"])
def test_a_bucket_of_another_project_that_a_shell_still_names_is_not_written_to(belajar, monkeypatch, tmp_path, bucket):
    monkeypatch.setenv(bucket, f"{PROJECT}-prod-rosters")
    (tmp_path / "a.csv").write_text("x")
    done = belajar("--project", PROJECT, "--yes", "roster", "import", tmp_path / "a.csv")
    assert (done.exit_code, f"{bucket}: not of the project" in done.output) == (2, True)


def test_form_answers_for_a_project_do_not_go_to_the_site_of_production(belajar, monkeypatch, tmp_path):
    (tmp_path / "a.csv").write_text("x")
    done = belajar("--project", PROJECT, "--yes", "ringkas", "import", tmp_path / "a.csv")
    assert (done.exit_code, "BELAJAR_SITE_URL" in done.output) == (2, True)


@pytest.mark.parametrize("words", [("--yes",), ("--environment-file", __file__)])
def test_words_about_a_deployed_project_without_its_name_do_not_lead_to_the_local_stack(belajar, words):
    done = belajar(*words, "petugas", "list")
    assert (done.exit_code, "go with --project" in done.output) == (2, True)


@pytest.mark.usefixtures("store")
def test_a_project_without_a_name_is_not_the_local_stack(belajar):
    """As `--project "$P"` where P is not set."""
    done = belajar("--project", "", "petugas", "list")
    assert (done.exit_code, "BELAJAR_PROJECT" in done.output) == (2, True)


def test_the_local_stack_is_not_wiped_in_place_of_a_project(belajar, root):
    (root / "embedded").mkdir(parents=True)
    assert belajar("--project", PROJECT, "wipe", "--yes").exit_code == 2
    assert (root / "embedded").exists()


@pytest.mark.parametrize("words", [("events", "watch"), ("up",), ("demo",)])
def test_a_command_of_the_local_stack_says_that_it_is_one(belajar, words):
    done = belajar("--project", PROJECT, *words)
    assert (done.exit_code, "local stack only" in done.output) == (2, True)


def test_a_command_that_needs_the_pepper_says_how_to_give_it(belajar, tmp_path):
    (tmp_path / "a.csv").write_text("kode_wilayah,nama_wilayah,tipe_dinas\n")
    done = belajar("--project", PROJECT, "--yes", "export", "x", "--reason", "y")
    assert (done.exit_code, "BELAJAR_PEPPER_FILE" in done.output) == (2, True)


@pytest.fixture
def on_emulators(monkeypatch):
    """An empty deployed project on Google's emulators, all topics in it; pushes go nowhere."""
    if reason := missing_reason():
        pytest.skip(f"not tried on Google's emulators: {reason}")
    with emulators() as ports:
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", ports.firestore_host)
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", ports.pubsub_host)
        clear_documents(ports.firestore_host, PROJECT)
        create_subscriptions(topology(), PROJECT, lambda _: "http://127.0.0.1:1/")
        yield


def bury(attributes):
    """A message that a subscription has given up."""
    from belajar.cloud.bus import PubsubBus

    bus = PubsubBus(PROJECT)
    bus.publish([Message("dead-letters", b"{}", attributes)])
    bus.close()


@pytest.mark.emulators
@pytest.mark.usefixtures("on_emulators")
def test_staff_are_appointed_and_the_record_verified_in_a_deployed_project(belajar):
    assert belajar("--project", PROJECT, *APPOINT, typed=f"{PROJECT}\n").exit_code == 0
    assert ADDRESS in belajar("--project", PROJECT, "petugas", "list").output
    assert settings().project == PROJECT
    assert "whole: 1 rows" in belajar("--project", PROJECT, "audit", "verify").output
    assert f"{PROJECT} (cloud engine)" in belajar("--project", PROJECT, "status").output
    assert belajar("--project", PROJECT, "mail", "list").exit_code == 0


@pytest.mark.emulators
@pytest.mark.usefixtures("on_emulators")
def test_dead_letters_of_a_deployed_project_are_listed_and_replayed_once(belajar):
    source = {"CloudPubSubDeadLetterSourceSubscription": "sync-ticked-v1.sync", "ce-type": "id.belajar.sync.ticked.v1",
              "CloudPubSubDeadLetterSourceDeliveryCount": "100"}  # fmt: skip
    bury(source)
    assert "given up after 100 deliveries" in belajar("--project", PROJECT, "dlq", "list").output
    done = belajar("--project", PROJECT, "--yes", "dlq", "replay", "--all")
    assert (done.exit_code, done.output) == (0, "1 replayed\n")
    assert belajar("--project", PROJECT, "--yes", "dlq", "replay", "--all").output == "0 replayed\n"
