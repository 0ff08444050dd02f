"""Writes archives and the manifest that Terraform reads."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tools.package.archive import Archive, pack
from tools.package.contents import contents

MANIFEST: Final = "packages.json"


def build(functions: Iterable[str], root: Path, out: Path) -> list[Archive]:
    """Pack these functions; others in the manifest stay, unless they are no more.

    Nothing is written if one of them cannot be packed.
    """
    archives = [pack(function, contents(function, root)) for function in functions]
    out.mkdir(parents=True, exist_ok=True)
    for archive in archives:
        (out / archive.file).write_bytes(archive.data)
    held = {name: entry for name, entry in _read(out / MANIFEST).items() if (root / "functions" / name).is_dir()}
    manifest = held | {archive.function: _entry(archive) for archive in archives}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    _forget(out, {entry["file"] for entry in manifest.values()})
    return archives


def _read(path: Path) -> dict[str, dict[str, str]]:
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _entry(archive: Archive) -> dict[str, str]:
    return {"file": archive.file, "sha256": archive.sha256, "entry_point": archive.function}


def _forget(out: Path, kept: set[str]) -> None:
    """Older archives of ours: what is deployed is kept in the bucket."""
    for path in out.glob("*-" + "[0-9a-f]" * 16 + ".zip"):
        if path.name not in kept:
            path.unlink()
