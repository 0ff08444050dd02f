"""A topology that could not work is refused before anybody reads it."""

import pytest
from pydantic import ValidationError

from devstack.topology import TOPOLOGY, read_topology


def spoilt(folder, old, new):
    before = TOPOLOGY.read_text()
    assert old in before, f"{old!r} is not there: the test spoils nothing"
    path = folder / "topology.yaml"
    path.write_text(before.replace(old, new, 1))
    return path


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("lease_seconds: 400", "lease_seconds: 300", "timeout < lease <= ack deadline does not hold"),
        ("timeout_seconds: 300", "timeout_seconds: 400", "timeout < lease <= ack deadline does not hold"),
        ("lease_seconds: 400", "lease_seconds: 601", "timeout < lease <= ack deadline does not hold"),
        ("ack_deadline_seconds: 600", "ack_deadline_seconds: 601", "ack_deadline_seconds"),
        ("max_backoff_seconds: 600", "max_backoff_seconds: 9", "backoff begins above its maximum"),
        ("  sync-paged-v1: {functions: [sync]}\n", "", "sync-paged-v1: nobody listens"),
        ("sync-paged-v1: {functions: [sync]}", "sync-paged-v1: {functions: []}", "functions"),
        ("sync-paged-v1: {functions: [sync]}", "sync-paged-v1: {functions: [synk]}", "synk: no such function"),
        ("topic: sync-ticked-v1", "topic: sync-tocked-v1", "sync-tocked-v1: nobody listens"),
        ("    uses: [store, bus, peppers]\n", "", "uses"),
        ("    timeout_seconds: 15\n", "    timeout_seconds: 15\n    memory_gb: 1\n", "memory_gb"),
    ],
)
def test_a_list_that_could_not_work_is_refused(tmp_path, old, new, finding):
    with pytest.raises(ValidationError, match=finding):
        read_topology(spoilt(tmp_path, old, new))


def test_the_list_as_it_is_works(tmp_path):
    assert read_topology(spoilt(tmp_path, "# THE list", "# The list")) == read_topology()
