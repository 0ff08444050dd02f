"""Google's own Firestore and Pub/Sub emulators, so that the very same functions can be tried on Google's semantics.

They come with the gcloud CLI and need Java. The jars are started directly: the gcloud wrapper is slow and leaves its
children behind.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

FIRESTORE_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
# A small heap and the simplest compiler: ready in a third of the time on a laptop, and fast enough for tests.
JAVA = ("java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.language=en")
START_SECONDS = 60.0
STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class EmulatorPorts:
    """`host:port` of each, as FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST want it."""

    firestore_host: str
    pubsub_host: str


def missing_reason() -> str | None:
    """One line why the emulators cannot be used here, None if they can."""
    if _running():
        return None
    if shutil.which("java") is None:
        return "java is not on PATH"
    root = _sdk_root()
    if root is None:
        return "gcloud is not on PATH and CLOUDSDK_ROOT is not set"
    for name, jar in (("Firestore", _firestore_jar(root)), ("Pub/Sub", _pubsub_jar(root))):
        if jar is None:
            return f"the {name} emulator is not installed under {root}"
    return None


@contextmanager
def emulators() -> Iterator[EmulatorPorts]:
    """Both emulators, answering. Ours are stopped at the end; those named by the environment are used and left alone.

    Raises RuntimeError if they are missing or do not come up.
    """
    running = _running()
    if running:
        yield running
        return
    if reason := missing_reason():
        raise RuntimeError(f"emulators cannot be started: {reason}")
    with ExitStack() as started:
        firestore, pubsub = f"127.0.0.1:{_free_port()}", f"127.0.0.1:{_free_port()}"
        log = started.enter_context(tempfile.TemporaryFile())
        processes = {
            firestore: started.enter_context(_process(_firestore_command(firestore), log)),
            pubsub: started.enter_context(_process(_pubsub_command(pubsub), log)),
        }
        for host, process in processes.items():
            _wait(host, process, log)
        yield EmulatorPorts(firestore, pubsub)


def clear_documents(firestore_host: str, project: str, database: str = "(default)") -> None:
    """Remove every document of a project from the emulator."""
    path = f"/emulator/v1/projects/{project}/databases/{database}/documents"
    status = _request(firestore_host, "DELETE", path)
    if status != 200:
        raise RuntimeError(f"the Firestore emulator did not clear its documents: HTTP {status}")


def _running() -> EmulatorPorts | None:
    firestore, pubsub = os.environ.get("FIRESTORE_EMULATOR_HOST"), os.environ.get("PUBSUB_EMULATOR_HOST")
    return EmulatorPorts(firestore, pubsub) if firestore and pubsub else None


def _sdk_root() -> Path | None:
    if root := os.environ.get("CLOUDSDK_ROOT"):
        return Path(root)
    gcloud = shutil.which("gcloud")
    return Path(gcloud).resolve().parent.parent if gcloud else None


def _firestore_jar(root: Path) -> Path | None:
    return next(iter((root / "platform/cloud-firestore-emulator").glob("*.jar")), None)


def _pubsub_jar(root: Path) -> Path | None:
    return next(iter((root / "platform/pubsub-emulator/lib").glob("cloud-pubsub-emulator-*.jar")), None)


def _firestore_command(host: str) -> list[str]:
    root = _sdk_root()
    assert root
    name, port = host.split(":")
    return [*JAVA, "-cp", str(_firestore_jar(root)), FIRESTORE_MAIN, "start", "--host", name, "--port", port]


def _pubsub_command(host: str) -> list[str]:
    root = _sdk_root()
    assert root
    name, port = host.split(":")
    return [*JAVA, "-jar", str(_pubsub_jar(root)), f"--host={name}", f"--port={port}"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _process(command: Sequence[str], log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    # A process group of its own: Ctrl-C reaches us alone, and we stop whatever the JVM has started.
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    # Nothing of value is inside, so the group is killed if it does not go at once.
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _wait(host: str, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while _request(host, "GET", "/") != 200:
        if process.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            tail = log.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"the emulator on {host} does not answer:\n{tail}")
        time.sleep(0.05)


def _request(host: str, method: str, path: str) -> int | None:
    connection = HTTPConnection(host, timeout=10)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
