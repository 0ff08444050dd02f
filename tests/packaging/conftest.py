"""Archives as they would be deployed, and clean environments to run them in."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest

from devstack.emulators import missing_reason
from devstack.topology import topology
from tests.support.environments import Environments, NoIndexError
from tools.anatomy import ROOT
from tools.package.archive import Archive, pack
from tools.package.contents import contents
from tools.package.lock import read_lock
from tools.package.needs import LOCK, needs

NO_INDEX = "archives were not run alone: no package index can be reached"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """As in tests/contract: skipped here, all tests share one place and so one line of the report says why."""
    if item.get_closest_marker("emulators") and (reason := missing_reason()):
        pytest.skip(f"not tried on Google's emulators: {reason}")
    if "unpack" in getattr(item, "fixturenames", ()) and environments(packages_folder(item.config)) is None:
        pytest.skip(NO_INDEX)


@cache
def archive(function: str) -> Archive:
    """The function of this checkout, packed once per process."""
    return pack(function, contents(function, ROOT))


@dataclass(frozen=True)
class Unpacked:
    """An archive in an empty folder, and an environment with what its requirements.txt names."""

    function: str
    folder: Path
    environments: Environments

    @property
    def environment(self) -> Path:
        return self.environments.of(self.folder / "requirements.txt")

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"


def packages_folder(config: pytest.Config) -> Path:
    """Kept from run to run."""
    return config.cache.mkdir("packaging")


@cache
def environments(folder: Path) -> Environments | None:
    """One installation for all archives, of everything that any of them asks for; None if no index can be reached."""
    lock = read_lock(ROOT / LOCK)
    asked = {name for function in topology().functions for name in needs(function, ROOT).closed}
    made = Environments(folder, {name: lock[name] for name in sorted(asked)})
    try:
        made.prepare()
    except NoIndexError:
        return None
    return made


@pytest.fixture
def unpack(tmp_path: Path, pytestconfig: pytest.Config) -> Callable[[str], Unpacked]:
    """Unpacks an archive into an empty folder far from the checkout."""

    def of(function: str) -> Unpacked:
        folder = tmp_path / "unpacked" / function
        with ZipFile(io.BytesIO(archive(function).data)) as opened:
            opened.extractall(folder)
        return Unpacked(function, folder, made)

    made = environments(packages_folder(pytestconfig))
    assert made
    assert ROOT not in tmp_path.parents
    return of
