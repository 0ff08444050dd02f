"""What a function loads before its first answer: names, not milliseconds (traps: cold start)."""

import base64
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from devstack.topology import topology
from tools.anatomy import ROOT, http_functions

NOT_DEPLOYED = {"devstack", "tests", "tools", "bench", "typer", "rich", "yaml", "aiosmtpd", "pytest", "hypothesis"}
NOT_WHERE_CITIZENS_WAIT = {
    "google.cloud.pubsub",
    "google.cloud.pubsub_v1",
    "google.pubsub_v1",
    "googleapiclient",
    "httplib2",
    "phonenumbers",
    "smtplib",
    "anyascii",
}
ALLOWED = {"dinas_request": {"phonenumbers"}}
"""A number must be judged while its owner can still mend it; it costs 0.05 s of a start."""
PROBE = """
import json, sys
__import__("functions." + sys.argv[1] + ".main")
print(json.dumps(sorted(sys.modules)))
"""


def modules(function: str, **variables: str) -> frozenset[str]:
    """Modules of a fresh process that has imported the function as the framework does."""
    ours = ("BELAJAR_", "COV_", "K_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, "-c", PROBE, function]
    done = subprocess.run(command, cwd=ROOT, env=clean | variables, capture_output=True, text=True, check=True)
    return frozenset(json.loads(done.stdout))


@cache
def imported(function: str) -> frozenset[str]:
    return modules(function)


def started(function: str, folder: Path) -> frozenset[str]:
    """As a new instance in the cloud, which builds its ports before the first request."""
    secret = folder / "secret"
    secret.write_bytes(base64.b64encode(b"s" * 32))
    return modules(
        function,
        K_SERVICE=function,
        BELAJAR_PROJECT="demo-belajar",
        BELAJAR_PEPPER_FILE=str(secret),
        BELAJAR_REPORT_KEYS_FILE=str(secret),
        BELAJAR_RINGKAS_KEYS_FILE=str(secret),
        BELAJAR_KMS_KEY="projects/demo-belajar/locations/l/keyRings/r/cryptoKeys/k",
        FIRESTORE_EMULATOR_HOST="127.0.0.1:1",
    )


@pytest.mark.parametrize("function", topology().functions)
def test_no_function_loads_what_is_not_deployed(function):
    assert imported(function) & NOT_DEPLOYED == set()


@pytest.mark.parametrize("function", topology().functions)
def test_no_function_loads_an_adapter_before_it_is_chosen(function):
    adapters = ("belajar.cloud.", "belajar.embedded.", "google.cloud.firestore", "google.api_core", "grpc", "sqlite3")
    assert {name for name in imported(function) if name.startswith(adapters)} == set()


@pytest.mark.parametrize("function", http_functions())
def test_an_instance_that_citizens_wait_for_starts_without_what_it_rarely_needs(function, tmp_path):
    found = started(function, tmp_path)
    assert "belajar.cloud.store" in found, "the probe must have built the ports"
    assert found & NOT_WHERE_CITIZENS_WAIT <= ALLOWED.get(function, set())
    assert found & NOT_DEPLOYED == set()
    assert not {name for name in found if name.startswith("belajar.embedded.")}
