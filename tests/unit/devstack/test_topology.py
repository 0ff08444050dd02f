"""The one list of functions and topics holds together, and a list that does not is refused."""

from copy import deepcopy

import pytest
import yaml
from pydantic import ValidationError

from devstack.topology import TOPOLOGY, Topology, topology
from schemas.events import CATALOGUE


@pytest.fixture
def raw():
    return yaml.safe_load(TOPOLOGY.read_text())


def test_every_event_type_has_a_topic_and_a_consumer():
    listened = {delivery.topic for delivery in topology().deliveries()}

    assert {model.topic() for model in CATALOGUE.values()} <= listened


def test_subscriptions_take_the_defaults_and_may_differ(raw):
    raw["subscriptions"]["chunk-cut-v1"]["min_backoff_seconds"] = 1
    read = Topology.model_validate(raw)
    deliveries = {delivery.name: delivery for delivery in read.deliveries()}

    assert deliveries["chunk-cut-v1.roster"].min_backoff_seconds == 1
    assert deliveries["roster-scanned-v1.roster"].min_backoff_seconds == 10
    assert deliveries["chunk-cut-v1.roster"].function == "roster"


def test_a_topic_with_two_listeners_has_two_subscriptions(raw):
    raw["subscriptions"]["account-created-v1"]["functions"] = ["notify", "sync"]
    names = [delivery.name for delivery in Topology.model_validate(raw).deliveries()]

    assert {"account-created-v1.notify", "account-created-v1.sync"} <= set(names)


def test_only_functions_that_listen_are_given_messages():
    assert topology().concurrency().keys() == {delivery.function for delivery in topology().deliveries()}
    assert "lookup" not in topology().concurrency()


def test_reading_leaves_what_was_read_unchanged(raw):
    before = deepcopy(raw)
    Topology.model_validate(raw)

    assert raw == before


@pytest.mark.parametrize(
    ("where", "value", "problem"),
    [
        (("functions", "roster", "timeout_seconds"), 400, "timeout < lease"),
        (("subscriptions_defaults", "lease_seconds"), 601, "timeout < lease"),
        (("subscriptions_defaults", "lease_seconds"), 300, "timeout < lease"),
        (("subscriptions_defaults", "min_backoff_seconds"), 600.5, "valid integer"),
        (("subscriptions_defaults", "max_backoff_seconds"), 9, "backoff begins above"),
        (("subscriptions_defaults", "ack_deadline_seconds"), 601, "less than or equal to 600"),
        (("subscriptions_defaults", "max_delivery_attempts"), 4, "greater than or equal to 5"),
        (("subscriptions", "chunk-cut-v1", "functions"), ["rooster"], "rooster: no such function"),
        (("subscriptions", "chunk-cut-v1", "functions"), [], "at least 1 item"),
        (("subscriptions", "chunk-cut-v9"), {"functions": ["roster"]}, "chunk-cut-v9: no such event"),
        (("schedules", "sync", "topic"), "sync-ticked-v9", "sync-ticked-v9: nobody listens"),
        (("buckets", "rosters", "notifies"), "roster-lost-v1", "roster-lost-v1: nobody listens"),
        (("functions", "roster", "timeout"), 10, "Extra inputs"),
    ],
)
def test_a_list_that_could_not_work_is_refused_with_its_reason(raw, where, value, problem):
    *path, last = where
    part = raw
    for key in path:
        part = part[key]
    part[last] = value

    with pytest.raises(ValidationError, match=problem):
        Topology.model_validate(raw)


def test_an_event_without_a_consumer_is_refused(raw):
    del raw["subscriptions"]["chunk-cut-v1"]

    with pytest.raises(ValidationError, match="chunk-cut-v1: nobody listens"):
        Topology.model_validate(raw)
