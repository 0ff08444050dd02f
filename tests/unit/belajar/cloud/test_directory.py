"""What importing the adapter costs."""

import subprocess
import sys


def test_importing_the_adapter_loads_nothing_of_google():
    code = "import sys, belajar.cloud.directory; print([name for name in sys.modules if 'google' in name or 'httplib2' in name])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
