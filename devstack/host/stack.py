"""Starts and stops the whole local stack in this process."""

import errno
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from typing import Final

from belajar import wiring
from belajar.embedded.bus import SqliteBus, Subscription
from belajar.embedded.claims import Patience
from belajar.embedded.delivery import Delivery
from devstack.emulators import EmulatorPorts, emulators
from devstack.host.environment import (
    HOST,
    PROJECT,
    RefusedError,
    adopt,
    emulators_named,
    function_environment,
    refuse_real_cloud,
)
from devstack.host.event_log import EventLog
from devstack.host.function_apps import function_apps
from devstack.host.gateway import gateway
from devstack.host.places import Places
from devstack.host.recorder import Recorder
from devstack.host.recovery import free_claims
from devstack.host.running import Note, alone, announce
from devstack.host.scheduler import Scheduler
from devstack.host.secret_files import secret_files
from devstack.host.server import GatewayServer
from devstack.host.surroundings import surroundings
from devstack.inbox.bounces import BounceReporter
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp
from devstack.topology import Topology, topology

INSTANCES: Final = 4
"""The stack delivers as if up to so many instances of each function ran."""
# Pub/Sub promises no order, and a file's people stand school by school: in file order one domain's quota would hold up
# all. The backoff is shortened so that nobody waits at a demo.
_PATIENCE: Final = Patience(order="random", backoff_scale=0.05)


@contextmanager
def stack(places: Places, port: int) -> Iterator[Note]:
    """The stack, ready. Logs of the functions go to `places.log`, away from the terminal. One per process.

    Raises RefusedError with a sentence for the person who asked; nothing is left running then.
    """
    with ExitStack() as parts:
        parts.enter_context(alone(places.run))
        server = _listen(port)
        parts.callback(server.stop)
        parts.enter_context(redirect_stdout(parts.enter_context(places.log.open("w"))))
        emulated = _emulators(places, parts) if places.engine == "emulators" else None
        places.state.mkdir(parents=True, exist_ok=True)
        # Mails with initial passwords and registers lie below: nobody else's business on a shared machine.
        places.state.chmod(0o700)
        note = _surroundings(places, server, emulated, parts)
        announce(places.run, note)
        yield note


def _surroundings(places: Places, server: GatewayServer, emulated: EmulatorPorts | None, parts: ExitStack) -> Note:
    url = f"http://{HOST}:{server.port}"
    inbox, secrets, listed = Inbox(places.inbox), secret_files(places.secrets), topology()
    smtp = start_smtp(inbox, _free_port(), HOST)
    parts.callback(smtp.stop)
    environment = function_environment(places, secrets, url, smtp.port, emulated)
    adopt(environment)
    recorder = Recorder(EventLog(places.events), wiring.clock())
    recorder.start()
    parts.callback(recorder.stop)
    bus, functions = wiring.bus(), function_apps(listed.functions, places.run / "entries")
    dead = None if emulated else _dead_letters(SqliteBus(places.bus))
    around = surroundings(places, secrets, url, listed, bus=bus, store=wiring.store(), inbox=inbox)
    server.start(gateway(functions, listed, places, surroundings=around, recorder=recorder, dead_letters=dead))
    _begin(listed, places, url, parts, emulated)
    scheduler = Scheduler(listed.schedules, bus, wiring.clock())
    scheduler.start()
    parts.callback(scheduler.stop)
    reporter = BounceReporter(inbox, f"{url}/v1/surat/laporan", secrets.newest_report_key(), wiring.clock())
    threading.Thread(target=reporter.run, name="bounces", daemon=True).start()
    parts.callback(reporter.stop)
    return Note(pid=os.getpid(), url=url, engine=places.engine, root=str(places.root), environment=environment)


def _begin(listed: Topology, places: Places, url: str, parts: ExitStack, emulated: EmulatorPorts | None) -> None:
    """From here on messages are delivered."""
    endpoint_of = _endpoints(url)
    if emulated:
        # Only this engine pays for importing Google's clients.
        from devstack.pubsub import create_subscriptions  # noqa: PLC0415

        create_subscriptions(listed, PROJECT, endpoint_of)
        return
    free_claims(wiring.store(), wiring.clock().now())
    SqliteBus(places.bus).configure(listed.deliveries())
    delivery = Delivery(places.bus, PROJECT, patience=_PATIENCE)
    delivery.start(endpoint_of, _workers(listed))
    parts.callback(delivery.stop)


def _endpoints(url: str) -> Callable[[Subscription], str]:
    return lambda own: f"{url}/_push/{own.function}/projects/{PROJECT}/topics/{own.topic}"


def _workers(listed: Topology) -> dict[str, int]:
    return {
        name: concurrency * min(listed.functions[name].max_instances, INSTANCES)
        for name, concurrency in listed.concurrency().items()
    }


def _dead_letters(bus: SqliteBus) -> Callable[[], int]:
    return lambda: sum(backlog.dead for backlog in bus.backlog().values())


def _listen(port: int) -> GatewayServer:
    try:
        return GatewayServer(HOST, port)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise RefusedError(
            f"Port {port} cannot be used: choose another with `bin/belajar up --port`, or any free one with --port 0."
        ) from None


def _emulators(places: Places, parts: ExitStack) -> EmulatorPorts:
    """Ours begin empty, so what stood around them in an earlier run goes too."""
    refuse_real_cloud(os.environ)
    if not emulators_named(os.environ):
        shutil.rmtree(places.state, ignore_errors=True)
    try:
        return parts.enter_context(emulators())
    except RuntimeError as error:
        raise RefusedError(f"{error}.") from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
