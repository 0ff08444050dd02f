"""Why Google's emulators cannot be used is said in one line; those that run already are used as they are."""

from pathlib import Path

import pytest

from devstack.emulators import EmulatorPorts, emulators, missing_reason


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with nothing on it."""
    for name in ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "CLOUDSDK_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def put(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)


def test_java_is_needed():
    assert missing_reason() == "java is not on PATH"


def test_the_gcloud_cli_is_needed(machine: Path):
    put(machine / "bin/java")
    assert missing_reason() == "gcloud is not on PATH and CLOUDSDK_ROOT is not set"


def test_both_emulators_are_needed(machine: Path):
    put(machine / "bin/java")
    put(machine / "sdk/bin/gcloud")
    (machine / "bin/gcloud").symlink_to(machine / "sdk/bin/gcloud")
    assert missing_reason() == f"the Firestore emulator is not installed under {machine / 'sdk'}"
    put(machine / "sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
    assert missing_reason() == f"the Pub/Sub emulator is not installed under {machine / 'sdk'}"
    put(machine / "sdk/platform/pubsub-emulator/lib/cloud-pubsub-emulator-1.0-all.jar")
    assert missing_reason() is None


def test_the_root_of_the_cli_may_be_named(machine: Path, monkeypatch: pytest.MonkeyPatch):
    put(machine / "bin/java")
    monkeypatch.setenv("CLOUDSDK_ROOT", str(machine / "elsewhere"))
    assert missing_reason() == f"the Firestore emulator is not installed under {machine / 'elsewhere'}"


def test_emulators_that_run_already_are_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:2")
    assert missing_reason() is None
    with emulators() as ports:
        assert ports == EmulatorPorts("127.0.0.1:1", "127.0.0.1:2")


def test_missing_emulators_are_an_error_that_says_why():
    with pytest.raises(RuntimeError, match="java is not on PATH"), emulators():
        pass


def test_an_emulator_that_ends_at_once_is_reported_with_what_it_said(machine: Path, monkeypatch: pytest.MonkeyPatch):
    put(machine / "sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
    put(machine / "sdk/platform/pubsub-emulator/lib/cloud-pubsub-emulator-1.0-all.jar")
    put(machine / "bin/java")
    (machine / "bin/java").write_text("#!/bin/sh\necho no memory for you\nexit 1\n")
    monkeypatch.setenv("CLOUDSDK_ROOT", str(machine / "sdk"))
    with pytest.raises(RuntimeError, match="no memory for you"), emulators():
        pass
