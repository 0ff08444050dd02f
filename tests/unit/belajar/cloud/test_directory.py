"""What importing the adapter costs."""

import json
import subprocess
import sys

CODE = "import sys, json, belajar.cloud.directory; print(json.dumps(list(sys.modules)))"
CLIENT = {"googleapiclient", "httplib2", "google_auth_httplib2", "google.auth"}


def test_importing_the_adapter_does_not_load_the_client():
    answer = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    loaded = set(json.loads(answer.stdout))
    assert "belajar.cloud.directory" in loaded
    assert not CLIENT & loaded
