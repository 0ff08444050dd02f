from pathlib import Path

import pytest

from belajar.runtime.settings import read_settings
from devstack.emulators import EmulatorPorts
from devstack.host.environment import (
    PROJECT,
    RefusedError,
    adopt,
    emulators_named,
    function_environment,
    refuse_real_cloud,
)
from devstack.host.places import Engine, Places
from devstack.host.secret_files import secret_files
from devstack.issuer.app import CERTIFICATES
from devstack.issuer.tokens import AUDIENCE

URL = "http://127.0.0.1:8000"
EMULATORS = EmulatorPorts("127.0.0.1:1", "127.0.0.1:2")


def environment(tmp_path: Path, engine: Engine) -> dict[str, str]:
    emulators = EMULATORS if engine == "emulators" else None
    return function_environment(Places(tmp_path, engine), secret_files(tmp_path / "secrets"), URL, 2525, emulators)


def test_the_embedded_engine_needs_nothing_of_google(tmp_path):
    told = environment(tmp_path, "embedded")
    settings = read_settings(told)
    assert (settings.engine, settings.embedded_folder) == ("embedded", tmp_path / "embedded")
    assert not any("EMULATOR" in name for name in told)


def test_the_emulators_are_told_to_the_cloud_engine(tmp_path):
    told = environment(tmp_path, "emulators")
    settings = read_settings(told)
    assert (settings.engine, settings.project, settings.storage_url) == ("cloud", PROJECT, f"{URL}/_buckets")
    assert (told["FIRESTORE_EMULATOR_HOST"], told["PUBSUB_EMULATOR_HOST"]) == ("127.0.0.1:1", "127.0.0.1:2")


@pytest.mark.parametrize("engine", ["embedded", "emulators"])
def test_both_engines_speak_to_the_local_surroundings(tmp_path, engine):
    settings = read_settings(environment(tmp_path, engine))
    assert settings.workspace_url == f"{URL}/_workspace"
    assert settings.storage_url == f"{URL}/_buckets"
    assert settings.texter_url == f"{URL}/_sms/messages"
    assert (settings.identity_issuer, settings.identity_audience) == (f"{URL}/_identitas", AUDIENCE)
    assert settings.identity_certificates_url == f"{URL}/_identitas{CERTIFICATES}"
    assert (settings.smtp_host, settings.smtp_port, settings.smtp_tls) == ("127.0.0.1", 2525, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOOGLE_CLOUD_PROJECT", "belajar-produksi"),
        ("BELAJAR_PROJECT", "belajar-produksi"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "/kunci.json"),
    ],
)
def test_an_environment_of_a_real_project_is_refused(name, value):
    with pytest.raises(RefusedError, match=name):
        refuse_real_cloud({name: value})


def test_the_demo_project_is_not_refused():
    refuse_real_cloud({"GOOGLE_CLOUD_PROJECT": PROJECT})


def test_emulators_are_named_only_when_both_are():
    assert emulators_named({"FIRESTORE_EMULATOR_HOST": "a:1", "PUBSUB_EMULATOR_HOST": "a:2"})
    assert not emulators_named({"FIRESTORE_EMULATOR_HOST": "a:1"})


def test_adopting_leaves_nothing_of_the_environment_before(tmp_path, monkeypatch):
    told = environment(tmp_path, "embedded")
    for name in told:
        monkeypatch.setenv(name, "before")
    monkeypatch.setenv("BELAJAR_SMTP_PASSWORD_FILE", "/before")
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", "before:1")
    adopt(told)
    import os

    assert {name: value for name, value in os.environ.items() if name.startswith("BELAJAR_")} == told
    assert "PUBSUB_EMULATOR_HOST" not in os.environ
