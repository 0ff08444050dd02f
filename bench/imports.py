"""What a module costs to import, told by the interpreter itself (`python -X importtime`)."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Final

from bench.surroundings import ROOT

RUNS: Final = 3
_LINE: Final = re.compile(r"^import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)$", re.MULTILINE)
_DEPTH: Final = {"google": 3, "functions": 1}


def import_times(module: str, environment: Mapping[str, str]) -> tuple[float, list[tuple[str, float]]]:
    """Total milliseconds (median) and the three heaviest packages with their own share, in one of the runs."""
    runs = [_run(module, environment) for _ in range(RUNS)]
    middle = sorted(runs, key=Counter.total)[RUNS // 2]
    return middle.total() / 1000, [(name, own / 1000) for name, own in middle.most_common(3)]


def _run(module: str, environment: Mapping[str, str]) -> Counter[str]:
    """Microseconds by package, each module's own time only, so that nothing counts twice."""
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    own: Counter[str] = Counter()
    for microseconds, _, name in _LINE.findall(done.stderr):
        own[_package(name)] += int(microseconds)
    return own


def _package(name: str) -> str:
    parts = name.split(".")
    return ".".join(parts[: _DEPTH.get(parts[0], 1)])
