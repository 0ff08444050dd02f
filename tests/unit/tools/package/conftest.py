"""For all tests of packing."""

from pathlib import Path

import pytest

from tests.support.checkouts import make_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return make_checkout(tmp_path / "checkout")
