"""Documents and objects of the google provider, one resource at a time."""

from collections.abc import Iterable, Mapping

from devstack.deployed.measures import retention_days
from devstack.deployed.model import AUTOMATIC, Bucket, Database, FieldSettings, Index, index_name
from devstack.deployed.terraform_values import Values, block, number, short, switch, text


def index_of(values: Values) -> tuple[str, Index]:
    """google_firestore_index."""
    fields = [(own["field_path"], own.get("order")) for own in values["fields"]]
    return index_name(values["collection"], fields, values.get("query_scope")), Index()


def field_of(values: Values) -> tuple[str, FieldSettings]:
    """google_firestore_field: no block leaves the automatic indexes, an empty one switches them off."""
    indexing, ttl = values.get("index_config"), values.get("ttl_config")
    orders = (
        sorted(own.get("order") or "CONTAINS" for own in (indexing[0] or {}).get("indexes", ())) if indexing else []
    )
    indexes = None if indexing is None else ", ".join(orders) or "none" if indexing else AUTOMATIC
    return f"{values['collection']}.{values['field']}", FieldSettings(indexes, None if ttl is None else bool(ttl))


def bucket_of(values: Values, notified: Mapping[str, str | None]) -> tuple[str, Bucket]:
    """google_storage_bucket; its name in the topology is what follows the project."""
    soft, versions = block(values, "soft_delete_policy"), block(values, "versioning")
    rules = [((own["action"][0]["type"]), own["condition"][0]) for own in values.get("lifecycle_rule", ())]
    prevention, location = text(values, "public_access_prevention"), text(values, "location")
    name = values["name"].removeprefix(f"{values.get('project')}-")
    return name, Bucket(
        location=location and location.lower(),
        retention_days=retention_days(rules),
        soft_delete_seconds=number(soft or None, "retention_duration_seconds"),
        versioned=False if versions == {} else switch(versions, "enabled"),
        public_access_prevented=None if prevention is None else prevention == "enforced",
        notifies=notified.get(values["name"], ""),
    )


def notified_by_bucket(notifications: Iterable[Values]) -> dict[str, str | None]:
    """Of google_storage_notification: `topic prefix` by bucket; None while the topic is not made."""
    found: dict[str, str | None] = {}
    for values in notifications:
        topic = short(values, "topic")
        told = topic and f"{topic} {values.get('object_name_prefix') or ''}".rstrip()
        earlier = found.get(values["bucket"], "")
        found[values["bucket"]] = None if told is None or earlier is None else f"{earlier}; {told}".removeprefix("; ")
    return found


def database_of(values: Values) -> Database:
    """google_firestore_database."""
    recovery, protection = (
        text(values, name) for name in ("point_in_time_recovery_enablement", "delete_protection_state")
    )
    return Database(
        location=text(values, "location_id"),
        type=text(values, "type"),
        point_in_time_recovery=None if recovery is None else recovery.endswith("_ENABLED"),
        delete_protection=None if protection is None else protection.endswith("_ENABLED"),
    )
