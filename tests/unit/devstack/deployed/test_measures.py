import pytest

from devstack.deployed.measures import cpus, megabytes, seconds
from devstack.deployed.model import UnreadableError


@pytest.mark.parametrize(
    ("measure", "text", "number"),
    [
        (megabytes, "512Mi", 512),
        (megabytes, "1Gi", 1024),
        (megabytes, "536870912", 512),
        (megabytes, "524288Ki", 512),
        (megabytes, None, 0),
        (cpus, "1", 1),
        (cpus, "0.583", 0.583),
        (cpus, "583m", 0.583),
        (cpus, "", 0),
        (seconds, "604800s", 604800),
        (seconds, "0.500s", 0.5),
        (seconds, None, 0),
    ],
)
def test_quantities_are_read_in_every_form_google_writes(measure, text, number):
    assert measure(text) == pytest.approx(number)


@pytest.mark.parametrize(("measure", "text"), [(megabytes, "512 MB"), (cpus, "one"), (seconds, "10"), (seconds, "1h")])
def test_a_quantity_of_another_form_is_said_and_not_guessed(measure, text):
    with pytest.raises(UnreadableError, match="no quantity"):
        measure(text)
