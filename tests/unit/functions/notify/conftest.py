import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from belajar.cloud.smtp import SmtpMailer
from belajar.cloud.texter import HttpTexter
from belajar.embedded.keys import FileKeys
from belajar.embedded.store import SqliteStore
from devstack.inbox.database import Inbox
from devstack.inbox.smtp import start_smtp
from devstack.texts.database import TextInbox
from functions.notify.deps import Deps
from tests.support.notify_world import TOKEN, Gateway, HandClock, World
from tests.support.serving import serving


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox.sqlite")


@pytest.fixture
def relay_port(inbox: Inbox) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = start_smtp(inbox, port)
    yield port
    controller.stop()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def gateway(tmp_path: Path, clock: HandClock) -> Gateway:
    return Gateway(TextInbox(tmp_path / "texts.sqlite"), clock)


@pytest.fixture
def texter(gateway: Gateway) -> Iterator[HttpTexter]:
    with serving(gateway) as url:
        texter = HttpTexter(f"{url}/messages", TOKEN)
        yield texter
        texter.close()


@pytest.fixture
def make_world(
    tmp_path: Path, inbox: Inbox, clock: HandClock, gateway: Gateway, texter: HttpTexter
) -> Callable[[int], World]:
    def make(port: int) -> World:
        store, keys = SqliteStore(tmp_path / "store.sqlite"), FileKeys.create(tmp_path / "keys")
        mailer = SmtpMailer("127.0.0.1", port, "Akun Pembelajaran <layanan@belajar.id>", tls=False)
        peppers = (b"new pepper", b"old pepper")
        deps = Deps(store, keys, mailer, peppers, "operasi@belajar.id", "https://belajar.id", texter)
        world = World(store, inbox, gateway, deps, clock, keys)
        world.person()
        world.account()
        world.lookup()
        return world

    return make


@pytest.fixture
def world(make_world: Callable[[int], World], relay_port: int) -> World:
    return make_world(relay_port)
