"""Where Google's emulators are on this machine, and the commands that start them without the gcloud wrapper."""

import os
import shutil
from pathlib import Path

FIRESTORE_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
# A small heap and the simplest compiler: ready in a third of the time on a laptop, and fast enough for tests.
JAVA = ("java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.language=en")


def not_installed() -> str | None:
    """One line about what is missing, None if nothing is."""
    if shutil.which("java") is None:
        return "java is not on PATH"
    root = _sdk_root()
    if root is None:
        return "gcloud is not on PATH and CLOUDSDK_ROOT is not set"
    for name, jar in (("Firestore", _firestore_jar(root)), ("Pub/Sub", _pubsub_jar(root))):
        if jar is None:
            return f"the {name} emulator is not installed under {root}"
    return None


def _sdk_root() -> Path | None:
    if root := os.environ.get("CLOUDSDK_ROOT"):
        return Path(root)
    gcloud = shutil.which("gcloud")
    return Path(gcloud).resolve().parent.parent if gcloud else None


def _firestore_jar(root: Path) -> Path | None:
    return next(iter((root / "platform/cloud-firestore-emulator").glob("*.jar")), None)


def _pubsub_jar(root: Path) -> Path | None:
    return next(iter((root / "platform/pubsub-emulator/lib").glob("cloud-pubsub-emulator-*.jar")), None)


def firestore_command(host: str) -> list[str]:
    """Starts Firestore on `host:port`."""
    root = _sdk_root()
    assert root
    name, port = host.split(":")
    return [*JAVA, "-cp", str(_firestore_jar(root)), FIRESTORE_MAIN, "start", "--host", name, "--port", port]


def pubsub_command(host: str) -> list[str]:
    """Starts Pub/Sub on `host:port`."""
    root = _sdk_root()
    assert root
    name, port = host.split(":")
    return [*JAVA, "-jar", str(_pubsub_jar(root)), f"--host={name}", f"--port={port}"]
