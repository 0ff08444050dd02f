"""Reads `terraform show -json` of a plan or a state. Resources are known by their type, wherever the modules are."""

from pathlib import Path

from devstack.deployed.invoking import invoked_by_anybody
from devstack.deployed.model import Deployed, Topic, UnreadableError
from devstack.deployed.terraform_file import read_resources
from devstack.deployed.terraform_parts import (
    function_of,
    schedule_of,
    services_by_address,
    subscription_of,
)
from devstack.deployed.terraform_state import bucket_of, database_of, field_of, index_of, notified_by_bucket
from devstack.deployed.terraform_values import Values


def read_terraform(path: Path) -> Deployed:
    """Raises UnreadableError for a file that is neither a plan nor a state of this format."""
    resources = read_resources(path)
    if not resources:
        raise UnreadableError(f"{path} holds no resources of the google provider.")
    return _deployed(resources)


def _deployed(resources: list[tuple[str, Values]]) -> Deployed:
    def of(kind: str) -> list[Values]:
        return [values for own, values in resources if own == f"google_{kind}"]

    public, notified = invoked_by_anybody(resources), notified_by_bucket(of("storage_notification"))
    functions = of("cloudfunctions2_function")
    addresses = services_by_address(functions)
    return Deployed(
        functions={own["name"]: function_of(own, own["name"] in public) for own in functions},
        topics={own["name"]: Topic() for own in of("pubsub_topic")},
        subscriptions={own["name"]: subscription_of(own, addresses) for own in of("pubsub_subscription")},
        schedules={own["name"]: schedule_of(own) for own in of("cloud_scheduler_job")},
        indexes=dict(map(index_of, of("firestore_index"))),
        fields=dict(map(field_of, of("firestore_field"))),
        buckets=dict(bucket_of(own, notified) for own in of("storage_bucket")),
        databases={own["name"]: database_of(own) for own in of("firestore_database")},
    )
