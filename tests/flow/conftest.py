"""What tests of whole chains share: sign-in of staff, and a world with it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.applicants import Someone, someone
from tests.support.staff import Signing, signing
from tests.support.tripwire import Personal
from tests.support.world import World, world


@pytest.fixture(scope="session")
def staff() -> Iterator[Signing]:
    """One issuer for all worlds."""
    with signing() as made:
        yield made


@pytest.fixture
def place(tmp_path: Path, staff: Signing) -> Iterator[World]:
    """A world whose staff can sign in."""
    with world(tmp_path, staff=staff) as made:
        yield made


@pytest.fixture
def people(personal: Personal) -> Callable[[int], Someone]:
    """The applicant of a number, whose data the tripwire knows."""
    return lambda number: someone(number, personal)
