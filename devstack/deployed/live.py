"""Reads a project from Google's APIs: one list each, and one call more for every function and bucket."""

from dataclasses import dataclass

from devstack.deployed.google import Google
from devstack.deployed.invoking import members_of
from devstack.deployed.live_parts import (
    Json,
    bucket_of,
    database_of,
    field_of,
    function_of,
    index_of,
    schedule_of,
    subscription_of,
)
from devstack.deployed.model import Bucket, Deployed, FieldSettings, Function, Subscription, Topic, last_part
from devstack.topology import Topology

OVERRIDDEN = "indexConfig.usesAncestorConfig=false OR ttlConfig:*"
"""The only filter that fields can be listed with."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look."""

    project: str
    region: str
    database: str

    @property
    def located(self) -> str:
        """Parent of what has a region."""
        return f"projects/{self.project}/locations/{self.region}"

    @property
    def documents(self) -> str:
        """Full name of the database."""
        return f"projects/{self.project}/databases/{self.database}"


def read_live(google: Google, place: Place, topology: Topology) -> Deployed:
    """Raises UnreadableError: what cannot be read whole is not judged."""
    functions, subscriptions = _served(google, place)
    jobs = google.pages("cloudscheduler", f"/v1/{place.located}/jobs", "jobs")
    indexes = google.pages("firestore", f"/v1/{place.documents}/collectionGroups/-/indexes", "indexes")
    topics = google.pages("pubsub", f"/v1/projects/{place.project}/topics", "topics")
    return Deployed(
        functions=functions,
        topics={last_part(own["name"]): Topic() for own in topics},
        subscriptions=subscriptions,
        schedules={last_part(own["name"]): schedule_of(own) for own in jobs},
        indexes=dict(map(index_of, indexes)),
        fields=_fields(google, place),
        buckets=_buckets(google, place, topology),
        databases={place.database: database_of(google.get("firestore", f"/v1/{place.documents}"))},
    )


def _served(google: Google, place: Place) -> tuple[dict[str, Function], dict[str, Subscription]]:
    """Functions and subscriptions together: whether a push may come in is written at the function."""
    found = list(google.pages("cloudfunctions", f"/v2/{place.located}/functions", "functions"))
    invokers = {last_part(own["name"]): _invokers(google, place, last_part(own["name"])) for own in found}
    # A function that was never built has no address; nor has a pull.
    addresses = {uri: last_part(own["name"]) for own in found if (uri := own.get("serviceConfig", {}).get("uri"))}
    pushes = google.pages("pubsub", f"/v1/projects/{place.project}/subscriptions", "subscriptions")
    return (
        {last_part(own["name"]): function_of(own, invokers[last_part(own["name"])]) for own in found},
        {last_part(own["name"]): subscription_of(own, addresses, invokers) for own in pushes},
    )


def _invokers(google: Google, place: Place, service: str) -> set[str]:
    """Nobody, if the function was never built: then it has no service."""
    path = f"/v2/{place.located}/services/{service}:getIamPolicy"
    return members_of(google.get("run", path, may_be_missing=True))


def _fields(google: Google, place: Place) -> dict[str, FieldSettings]:
    path = f"/v1/{place.documents}/collectionGroups/-/fields"
    found = dict(map(field_of, google.pages("firestore", path, "fields", {"filter": OVERRIDDEN})))
    # The settings of all fields that have none of their own: Google's, not ours.
    return {name: own for name, own in found.items() if not name.startswith("__default__.")}


def _buckets(google: Google, place: Place, topology: Topology) -> dict[str, Bucket]:
    params = {"project": place.project}
    held: dict[str, Json] = {own["name"]: own for own in google.pages("storage", "/storage/v1/b", "items", params)}
    ours = {name: f"{place.project}-{name}" for name in topology.buckets if f"{place.project}-{name}" in held}
    return {name: bucket_of(held[full], _notifications(google, full)) for name, full in ours.items()}


def _notifications(google: Google, bucket: str) -> list[Json]:
    found: list[Json] = google.get("storage", f"/storage/v1/b/{bucket}/notificationConfigs").get("items", [])
    return found
