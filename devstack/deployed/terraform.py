"""Reads `terraform show -json` of a plan or a state. Resources are known by their type, wherever the modules are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from devstack.deployed.model import Deployed, Topic, UnreadableError
from devstack.deployed.terraform_parts import (
    Values,
    bucket_of,
    database_of,
    field_of,
    function_of,
    index_of,
    invoked_by_anybody,
    notified_by_bucket,
    schedule_of,
    services_by_address,
    subscription_of,
)

FORMAT: Final = "1"
"""Major version; within it only additions are made."""


def read_terraform(path: Path) -> Deployed:
    """Raises UnreadableError for a file that is neither a plan nor a state of this format."""
    resources = list(_resources(_root(path)))
    if not resources:
        raise UnreadableError(f"{path} holds no resources of the google provider.")
    return _deployed(resources)


def _root(path: Path) -> Values:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        version, held = document["format_version"], document.get("planned_values") or document.get("values")
        root: Values = held["root_module"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableError(f"{path} is no output of `terraform show -json`.") from None
    if document.get("errored") or document.get("complete") is False:
        raise UnreadableError(f"{path} is a plan that Terraform did not finish.")
    if str(version).partition(".")[0] != FORMAT:
        raise UnreadableError(f"{path} has the format {version}, of which this command knows nothing.")
    return root


def _resources(module: Values) -> Iterator[tuple[str, Values]]:
    for resource in module.get("resources", []):
        if resource["mode"] == "managed" and resource["type"].startswith("google_"):
            yield resource["type"], resource.get("values", {})
    for child in module.get("child_modules", []):
        yield from _resources(child)


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
