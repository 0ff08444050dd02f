"""Who may invoke a service, by the grants on it: the world must not reach a function that listens to pushes."""

from collections.abc import Iterable
from typing import Any, Final

from devstack.deployed.model import last_part

INVOKER: Final = "roles/run.invoker"
EVERYBODY: Final = frozenset({"allUsers", "allAuthenticatedUsers"})
INVOKER_KINDS: Final = {
    "google_cloud_run_v2_service_iam_member": "name",
    "google_cloud_run_v2_service_iam_binding": "name",
    "google_cloud_run_service_iam_member": "service",
    "google_cloud_run_service_iam_binding": "service",
    "google_cloudfunctions2_function_iam_member": "cloud_function",
    "google_cloudfunctions2_function_iam_binding": "cloud_function",
}
"""Grants on a service, with the attribute that names it."""


def invoked_by_anybody(resources: Iterable[tuple[str, dict[str, Any]]]) -> set[str]:
    """Services on which the whole world has a role."""
    grants = [
        (last_part(values.get(INVOKER_KINDS[kind]) or ""), values)
        for kind, values in resources
        if kind in INVOKER_KINDS
    ]
    return {name for name, values in grants if EVERYBODY & {values.get("member"), *values.get("members", ())}}


def members_of(policy: dict[str, Any]) -> set[str]:
    """Who may invoke: anybody of any role counts as the world, others by the role for it."""
    bindings = policy.get("bindings", [])
    world = {member for binding in bindings for member in binding["members"] if member in EVERYBODY}
    return world | {member for binding in bindings if binding["role"] == INVOKER for member in binding["members"]}
