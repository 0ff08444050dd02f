"""`python -m bench [name ...]`: run all benches, or those named, each in a process of its own."""

import argparse
import importlib
import subprocess
import sys

from bench.report import NAMES as MEASURED

NAMES = (*MEASURED, "cost")
"""The bill comes last: it is computed from what the others counted."""


def main() -> None:
    """One name runs here; several run one after the other in fresh processes, since some change their environment."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES), default=list(NAMES))
    names = parser.parse_args().names
    if unknown := set(names) - set(NAMES):
        parser.error(f"no bench called {', '.join(sorted(unknown))}")
    if len(names) == 1:
        importlib.import_module(f"bench.{names[0]}").run()
        return
    for name in names:
        subprocess.run([sys.executable, "-m", "bench", name], check=True)


if __name__ == "__main__":
    main()
