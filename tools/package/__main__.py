"""`python -m tools.package [--out dist] [function ...]`: archives of these functions, or of all."""

import argparse
import sys
from pathlib import Path

from devstack.topology import topology
from tools.anatomy import ROOT
from tools.package import PackagingError
from tools.package.archive import Archive
from tools.package.build import MANIFEST, build


def main(arguments: list[str]) -> int:
    """Exit status: 0, or 1 with one line that says why nothing was packed."""
    parser = argparse.ArgumentParser(prog="python -m tools.package", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of archives and manifest")
    parser.add_argument("function", nargs="*", help="a function of infra/topology.yaml; none: all of them")
    chosen = parser.parse_args(arguments)
    known = list(topology().functions)
    if unknown := [name for name in chosen.function if name not in known]:
        parser.error(f"no such function: {', '.join(unknown)} (there are: {', '.join(known)})")
    try:
        archives = build(chosen.function or known, ROOT, chosen.out)
    except PackagingError as error:
        print(f"nothing packed: {error}", file=sys.stderr)
        return 1
    print("\n".join([*map(_line, archives), f"{chosen.out / MANIFEST}"]))
    return 0


def _line(archive: Archive) -> str:
    return f"{archive.file:<36} {len(archive.data) / 1000:>6.0f} kB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
