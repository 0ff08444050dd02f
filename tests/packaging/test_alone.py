"""An archive runs on itself and its requirements: unpacked in an empty folder, in an environment with nothing else.

Started as the buildpack starts it: the command `functions-framework` in the archive's folder, told by its environment.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
import uuid
from http.client import HTTPConnection
from pathlib import Path

import pytest

from belajar.cloud.bus import publisher_client
from belajar.embedded.bus import SqliteBus
from bench.first_requests import FIRST
from bench.servers import HttpRequest, free_port
from bench.surroundings import Surroundings
from devstack.emulators import EmulatorPorts, emulators
from devstack.topology import topology
from tests.support.environments import COMMAND, pip
from tools.anatomy import ROOT, event_functions, http_functions
from tools.package.needs import needs

FUNCTIONS = list(topology().functions)
NOWHERE = EmulatorPorts("127.0.0.1:1", "127.0.0.1:1")
START_SECONDS = 60
RESOLVE = ("--dry-run", "--no-index", "--isolated")
FINE = {"done", "nothing", "refused"}
"""What may become of a first message. One that the function could not read or could not work on is answered 204 too."""
PROBE = """
import importlib, json, sys

def load(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        package, _, part = name.rpartition(".")
        return getattr(load(package), part)

folders, names = json.loads(sys.argv[1])
sys.path += folders
import main
started = sorted(sys.modules)
for name in names:
    load(name)
files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
print(json.dumps([started, files]))
"""


def variables(around, function, **more):
    """As the deployment sets them; of this machine only where programs are."""
    listed = topology().functions[function]
    own = {
        "PATH": os.environ["PATH"],
        "K_SERVICE": function,
        "FUNCTION_TARGET": function,
        "FUNCTION_SIGNATURE_TYPE": "http",
        "WORKERS": "1",
        "THREADS": str(listed.concurrency),
        "CLOUD_RUN_TIMEOUT_SECONDS": str(listed.timeout_seconds),
    }
    return around.settings() | own | more


@contextlib.contextmanager
def running(unpacked, environment):
    """Process, port and output of the archive's function."""
    port, log = free_port(), unpacked.folder.parent / "function.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(unpacked.environment / "bin" / COMMAND)],
            cwd=unpacked.folder,
            env=environment | {"HOST": "127.0.0.1", "PORT": str(port)},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process, port, log
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def ask(process, port, request):
    """Status and body of the first answer; None if the process ends without one."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        with contextlib.closing(connection), contextlib.suppress(ConnectionRefusedError):
            connection.request(request.method, request.path, request.body, dict(request.headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        time.sleep(0.05)
    return None, b""


def outcomes(log, function):
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith('{"severity"')]
    return [line["outcome"] for line in lines if line.get("function") == function]


def first_answer(unpacked, around, request, **more):
    """Status of the answer and what the function says has become of the request."""
    with running(unpacked, variables(around, unpacked.function, **more)) as (process, port, log):
        status, _ = ask(process, port, request)
    assert status is not None, log.read_text()
    return status, outcomes(log, unpacked.function)


def check_first_answer(unpacked, around, **more):
    request, expected = FIRST[unpacked.function](around)
    status, [outcome] = first_answer(unpacked, around, request, **more)
    assert status == expected, outcome
    assert outcome in FINE or unpacked.function not in event_functions()


def configure_bus(folder):
    bus = SqliteBus(folder / "bus.sqlite")
    bus.configure(topology().deliveries())
    bus.close()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_archive_answers_a_real_request(unpack, function, tmp_path):
    configure_bus(tmp_path)
    check_first_answer(unpack(function), Surroundings(tmp_path))


def test_a_message_that_cannot_be_read_is_not_taken_for_a_good_answer(unpack, tmp_path):
    configure_bus(tmp_path)
    unread = HttpRequest("/", b'{"message": {}}', {"Content-Type": "application/json"})
    assert first_answer(unpack("sweeper"), Surroundings(tmp_path), unread) == (204, ["quarantined"])
    assert "quarantined" not in FINE


@pytest.fixture(scope="module")
def ports():
    with emulators() as found:
        yield found


@pytest.mark.emulators
@pytest.mark.parametrize("function", ["lookup", "sync"])
def test_an_archive_reads_writes_and_publishes_by_googles_libraries(unpack, function, tmp_path, ports, monkeypatch):
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", ports.pubsub_host)
    project = f"packaging-{uuid.uuid4().hex}"
    with publisher_client() as publisher:
        publisher.create_topic(name=f"projects/{project}/topics/sync-paged-v1")
    check_first_answer(unpack(function), Surroundings(tmp_path, ports), BELAJAR_PROJECT=project)


def probe(python, folders, function, around):
    """Modules of a new instance, and the files of all once everything that it ever imports has been imported."""
    names = list(needs(function, ROOT).imported)
    command = [str(python), "-I", "-c", PROBE, json.dumps([list(map(str, folders)), names])]
    environment = variables(around, function)
    done = subprocess.run(command, cwd=folders[0], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    started, files = json.loads(done.stdout)
    return set(started), {name: Path(file) for name, file in files.items() if file}


def foreign(file, unpacked):
    """Neither of the archive, nor of its environment, nor of Python itself."""
    python = Path(sysconfig.get_path("stdlib"))
    of_python = python in file.parents and "site-packages" not in file.parts
    return not of_python and not {unpacked.folder, unpacked.environment} & set(file.parents)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_whatever_an_archive_may_import_comes_from_itself_or_its_requirements(unpack, function, tmp_path):
    unpacked = unpack(function)
    started, files = probe(unpacked.python, [unpacked.folder], function, Surroundings(tmp_path, NOWHERE))
    assert f"functions.{function}.main" in started
    assert {name: file for name, file in files.items() if foreign(file, unpacked)} == {}


@pytest.mark.parametrize("function", http_functions())
def test_what_is_measured_is_what_is_deployed(unpack, function, tmp_path):
    """bench/cold_start starts the checkout: the same modules, whatever else is installed beside them."""
    unpacked, around = unpack(function), Surroundings(tmp_path, NOWHERE)
    deployed, _ = probe(unpacked.python, [unpacked.folder], function, around)
    measured, _ = probe(sys.executable, [around.source(function).parent, ROOT], function, around)
    assert measured ^ deployed <= {"_distutils_hack"}, "setuptools, where it is installed, loads that before all else"


def test_requirements_are_complete_for_the_resolver_of_the_buildpack(unpack):
    """It does not know --no-deps: whatever is needed and not pinned there stops the build."""
    one_of_a_kind = {needs(function, ROOT).closed: function for function in FUNCTIONS}.values()
    tried = {function: pip(unpack(function).environment, *RESOLVE) for function in one_of_a_kind}
    assert {function: done.stderr for function, done in tried.items() if done.returncode} == {}


def test_a_requirement_that_is_missing_stops_the_resolver(unpack, tmp_path):
    unpacked = unpack("sweeper")
    text = (unpacked.folder / "requirements.txt").read_text()
    (unpacked.folder / "requirements.txt").write_text(text[: text.index("werkzeug==")])
    poorer = unpacked.environments.of(unpacked.folder / "requirements.txt")
    done = pip(poorer, *RESOLVE)
    assert done.returncode != 0
    assert "werkzeug" in done.stderr.lower()


def test_a_module_that_is_not_in_the_archive_is_missed(unpack, tmp_path):
    unpacked = unpack("sweeper")
    (unpacked.folder / "belajar" / "runtime" / "outbox.py").unlink()
    with pytest.raises(AssertionError, match=r"No module named 'belajar\.runtime\.outbox'"):
        probe(unpacked.python, [unpacked.folder], "sweeper", Surroundings(tmp_path, NOWHERE))


def test_a_module_of_the_checkout_is_seen_as_foreign(unpack):
    unpacked = unpack("sweeper")
    assert foreign(ROOT / "schemas" / "events.py", unpacked)
    assert not foreign(unpacked.folder / "schemas" / "events.py", unpacked)
