"""The tripwire: a test that lets personal data into a log, a message or a document has failed, whatever it asserts."""

import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.tripwire import Personal, leaks

WRITTEN = pytest.StashKey[list[str]]()
scanned: set[str] = set()
everybody = Personal()


class Echo:
    """A stream that keeps what passes through, so that also a test that reads its own output is heard."""

    def __init__(self, stream: Any, kept: list[str]) -> None:
        self._stream, self._kept = stream, kept

    def write(self, text: str) -> int:
        self._kept.append(text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


# Innermost: pytest's own capture has put its streams in place before.
@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    kept = item.stash.setdefault(WRITTEN, [])
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Echo(out, kept), Echo(err, kept)
    try:
        return (yield)
    finally:
        sys.stdout, sys.stderr = out, err


@pytest.fixture(autouse=True)
def personal(request: pytest.FixtureRequest) -> Iterator[Personal]:
    """Personal data of the people of this test. Set up first and torn down last, when all files are written."""
    known = Personal()
    yield known
    folder = request.node.funcargs.get("tmp_path")
    if folder:
        scanned.add(folder.name)
    found = leaks(known, folder, "".join(request.node.stash.get(WRITTEN, [])))
    everybody.take(known)
    assert not found, f"personal data in the clear: {found}"


@pytest.fixture(scope="session", autouse=True)
def shared_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders that several tests share are searched once, at the end, for the people of all tests."""
    yield
    shared = [path for path in Path(tmp_path_factory.getbasetemp()).iterdir() if path.name not in scanned]
    found = {path.name: leaks(everybody, path, "") for path in shared if path.is_dir() and not path.is_symlink()}
    assert not any(found.values()), f"personal data in the clear: {found}"
