import os
from collections.abc import Callable, Iterator
from pathlib import Path

import flask
import pytest
from typer.testing import CliRunner, Result

from belajar import wiring
from belajar.embedded.bus import SqliteBus
from belajar.embedded.store import SqliteStore
from belajar.runtime.http import HttpFunction
from belajar.runtime.settings import settings
from devstack.cli.__main__ import app
from devstack.host.environment import function_environment
from devstack.host.places import Places
from devstack.host.running import Note, alone, announce
from devstack.host.secret_files import secret_files
from devstack.topology import topology
from functions.dinas_request import main as dinas_request
from tests.support.serving import serving

CACHED = (settings, wiring.store, wiring.bus, wiring.files, wiring.permits, wiring.keys, wiring.peppers,
          wiring.ringkas_keys)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "stack"


@pytest.fixture
def belajar(root: Path) -> Callable[..., Result]:
    """The command line with a folder of its own."""

    def run(*words: object, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, ["--folder", str(root), *(str(word) for word in words)], input=typed)

    return run


@pytest.fixture
def store(root: Path) -> Iterator[SqliteStore]:
    """The documents of a stack that is said to be running, with the requests function behind its address."""
    before = dict(os.environ)
    forget()
    places, secrets = Places(root, "embedded"), secret_files(root / "secrets")
    with serving(requests_app()) as url, alone(places.run):
        environment = function_environment(places, secrets, url, 1, None)
        announce(places.run, Note(os.getpid(), url, "embedded", str(root), environment))
        opened, bus = SqliteStore(places.state / "store.sqlite"), SqliteBus(places.bus)
        bus.configure(topology().deliveries())
        yield opened
        opened.close()
        bus.close()
    forget()
    os.environ.clear()
    os.environ.update(before)


def forget() -> None:
    """What this process has built for another stack."""
    for built in (wiring.store, wiring.bus):
        if built.cache_info().currsize:
            built().close()
    for built in CACHED:
        built.cache_clear()


def requests_app():
    """As the gateway mounts it; built at the first request, in the environment of the command."""
    function = HttpFunction(
        "dinas_request", list(dinas_request.FUNCTION.routes.values()), wiring.runtime, dinas_request._deps
    )

    def wsgi(environ, start_response):
        text, status, headers = function.handle(flask.Request(environ))
        return flask.Response(text, status, headers)(environ, start_response)

    return wsgi
