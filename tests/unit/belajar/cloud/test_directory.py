"""What importing the adapter costs, and what it must be granted."""

import json
import subprocess
import sys

import pytest
from googleapiclient.discovery_cache import get_static_doc

from belajar.cloud.directory import SCOPES

METHODS = json.loads(get_static_doc("admin", "directory_v1"))["resources"]["users"]["methods"]

CODE = "import sys, json, belajar.cloud.directory; print(json.dumps(list(sys.modules)))"
CLIENT = {"googleapiclient", "httplib2", "google_auth_httplib2", "google.auth"}


def test_importing_the_adapter_does_not_load_the_client():
    answer = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    loaded = set(json.loads(answer.stdout))
    assert "belajar.cloud.directory" in loaded
    assert not CLIENT & loaded


@pytest.mark.parametrize("method", ["insert", "get", "list", "patch", "signOut"])
def test_what_we_ask_to_be_granted_is_enough_for_the_method(method):
    assert set(SCOPES) & set(METHODS[method]["scopes"])


def test_nothing_is_asked_for_that_no_method_needs():
    needed = {scope for method in ("insert", "patch", "signOut") for scope in METHODS[method]["scopes"]}
    assert set(SCOPES) == needed
