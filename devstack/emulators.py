"""Google's own Firestore and Pub/Sub emulators, so that the very same functions can be tried on Google's semantics.

They come with the gcloud CLI and need Java. The jars are started directly: the gcloud wrapper is slow and leaves its
children behind.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from devstack.emulator_jars import firestore_command, not_installed, pubsub_command
from devstack.emulator_process import free_port, process, request, wait


@dataclass(frozen=True, slots=True)
class EmulatorPorts:
    """`host:port` of each, as FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST want it."""

    firestore_host: str
    pubsub_host: str


def missing_reason() -> str | None:
    """One line why the emulators cannot be used here, None if they can."""
    return None if _running() else not_installed()


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
    with ExitStack() as stack:
        firestore, pubsub = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
        log = stack.enter_context(tempfile.TemporaryFile())
        processes = {
            firestore: stack.enter_context(process(firestore_command(firestore), log)),
            pubsub: stack.enter_context(process(pubsub_command(pubsub), log)),
        }
        for host, started in processes.items():
            wait(host, started, log)
        yield EmulatorPorts(firestore, pubsub)


def clear_documents(firestore_host: str, project: str, database: str = "(default)") -> None:
    """Remove every document of a project from the emulator."""
    path = f"/emulator/v1/projects/{project}/databases/{database}/documents"
    status = request(firestore_host, "DELETE", path)
    if status != 200:
        raise RuntimeError(f"the Firestore emulator did not clear its documents: HTTP {status}")


def _running() -> EmulatorPorts | None:
    firestore, pubsub = os.environ.get("FIRESTORE_EMULATOR_HOST"), os.environ.get("PUBSUB_EMULATOR_HOST")
    return EmulatorPorts(firestore, pubsub) if firestore and pubsub else None
