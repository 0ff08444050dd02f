"""A system in both forms, as the topology wants it, and the difference a test makes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from devstack.deployed.differences import Difference, differences
from devstack.deployed.google import Google
from devstack.deployed.live import Place, read_live
from devstack.deployed.terraform import read_terraform
from devstack.deployed.wanted import wanted
from devstack.topology import topology
from tests.support.google_apis import PROJECT, FakeGoogle
from tests.support.serving import serving

Compared = Callable[[Any], list[Difference]]


@pytest.fixture
def of_terraform(tmp_path: Path) -> Compared:
    """Differences of a plan or state."""

    def compared(document: Any) -> list[Difference]:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(document))
        return differences(wanted(topology(), "asia-southeast2", "(default)"), read_terraform(path))

    return compared


@pytest.fixture
def google() -> FakeGoogle:
    return FakeGoogle(topology())


@pytest.fixture
def of_google(google: FakeGoogle) -> Iterator[Callable[[], list[Difference]]]:
    """Differences of the project behind `google`."""
    with serving(google) as url:
        apis = Google(url)
        place = Place(PROJECT, "asia-southeast2", "(default)")
        yield lambda: differences(wanted(topology(), place.region, place.database), read_live(apis, place, topology()))
        apis.close()
