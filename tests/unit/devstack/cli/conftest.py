from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from devstack.cli.__main__ import app


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "stack"


@pytest.fixture
def belajar(root: Path) -> Callable[..., Result]:
    """The command line with a folder of its own."""

    def run(*words: object, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, ["--folder", str(root), *(str(word) for word in words)], input=typed)

    return run
