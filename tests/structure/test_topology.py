"""Numbers of infra/topology.yaml that must fit each other and the code."""

import inspect

import pytest

from belajar.rules.policy import POLICY
from belajar.runtime.run import Runtime
from devstack.topology import topology

SUBSCRIPTIONS = topology().subscriptions


@pytest.mark.parametrize("topic", SUBSCRIPTIONS)
def test_a_run_ends_before_its_lease_and_the_lease_before_redelivery(topic):
    listening = SUBSCRIPTIONS[topic]
    longest = max(topology().functions[name].timeout_seconds for name in listening.functions)
    assert longest < listening.lease_seconds <= listening.ack_deadline_seconds


@pytest.mark.parametrize("topic", SUBSCRIPTIONS)
def test_the_lease_of_the_runtime_is_the_lease_of_the_topology(topic):
    assert inspect.signature(Runtime).parameters["lease_seconds"].default == SUBSCRIPTIONS[topic].lease_seconds


@pytest.mark.parametrize("name", topology().functions)
def test_a_function_that_everybody_may_call_listens_to_no_topic(name):
    """Push endpoints are protected by who may invoke the function, and by nothing else."""
    listening = {each for subscription in SUBSCRIPTIONS.values() for each in subscription.functions}
    assert not (topology().functions[name].routes and name in listening)


def test_a_register_file_outlives_the_replays_of_its_import_and_little_more():
    """It holds NIK, mothers' names and birth dates in the clear."""
    assert POLICY.replay_for_days < topology().buckets["rosters"].retention_days <= 2 * POLICY.replay_for_days


@pytest.mark.parametrize("name", topology().functions)
def test_a_function_scales_between_sensible_bounds(name):
    function = topology().functions[name]
    assert 0 <= function.min_instances <= function.max_instances
    assert function.concurrency >= 1
