"""Virtual environments that hold exactly what a requirements.txt names.

pip installs everything that any archive asks for once; an environment is then made of links to the files of its own
distributions. So each of them is clean, and the wheels are fetched and unpacked once for all.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.package.lock import read_lock

COMMAND = "functions-framework"
UNREACHABLE = ("after connection broken by", "Could not fetch URL")


class NoIndexError(Exception):
    """No package index answers."""


@dataclass(frozen=True)
class Environments:
    """`folder` is kept from run to run; `everything` is the text of all requirements by name."""

    folder: Path
    everything: Mapping[str, str]

    def prepare(self) -> None:
        """Install everything, if no run before has; raises NoIndexError."""
        with self._alone():
            self._whole()

    def of(self, requirements: Path) -> Path:
        """Its environment, made when it is first asked for by any process."""
        with self._alone():
            whole, names = self._whole(), read_lock(requirements)
            return self._complete("own", requirements.read_text(), lambda made: _link(whole, made, names))

    def _whole(self) -> Path:
        return self._complete("all", "".join(self.everything.values()), _install)

    def _complete(self, kind: str, text: str, fill: Callable[[Path], None]) -> Path:
        """A folder that holds what `fill` makes; one that was broken off is made again."""
        made = self.folder / f"{kind}-{hashlib.sha256((sys.version + text).encode()).hexdigest()[:16]}"
        if not (made / "complete").exists():
            for old in self.folder.glob("*-*") if kind == "all" else [made]:
                shutil.rmtree(old, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(made)], check=True)
            (made / "requirements.txt").write_text(text)
            fill(made)
            (made / "complete").touch()
        return made

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def pip(environment: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Our own pip, working on that environment and its requirements."""
    told = ["--disable-pip-version-check", "--require-hashes", "-r", str(environment / "requirements.txt")]
    command = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", *told]
    return subprocess.run([*command, *arguments], check=False, capture_output=True, text=True)


def _install(made: Path) -> None:
    done = pip(made, "--no-deps", "--quiet", "--retries", "1", "--timeout", "20")
    if done.returncode and any(words in done.stderr for words in UNREACHABLE):
        raise NoIndexError
    assert done.returncode == 0, done.stderr


def _link(whole: Path, made: Path, names: Mapping[str, str]) -> None:
    there, here = (next(folder.glob("lib/python*/site-packages")) for folder in (whole, made))
    for found in distributions(path=[str(there)]):
        if canonicalize_name(found.metadata["Name"]) in names:
            _link_one(found, there, here)
    command = (whole / "bin" / COMMAND).read_text().partition("\n")[2]
    (made / "bin" / COMMAND).write_text(f"#!{made / 'bin' / 'python'}\n{command}")
    (made / "bin" / COMMAND).chmod(0o755)


def _link_one(found: Distribution, there: Path, here: Path) -> None:
    for file in found.files or []:
        if ".." not in file.parts:
            (here / file).parent.mkdir(parents=True, exist_ok=True)
            os.link(there / file, here / file)
