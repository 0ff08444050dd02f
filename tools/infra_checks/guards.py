"""What must stand in certain resources, whatever else is written there."""

from typing import Any, Final

from tools.infra_checks.hcl import Block, Terraform, nested, text

NEVER_DESTROYED: Final = (
    "google_firestore_database",
    "google_kms_key_ring",
    "google_kms_crypto_key",
    "google_secret_manager_secret",
)
SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "google_firestore_database": {
        "delete_protection_state": "DELETE_PROTECTION_ENABLED",
        "point_in_time_recovery_enablement": "POINT_IN_TIME_RECOVERY_ENABLED",
        "location_id": "${var.region}",
    },
    "google_kms_crypto_key": {"purpose": "MAC", "algorithm": "HMAC_SHA256"},
    "google_pubsub_subscription": {"ttl": ""},
    "google_storage_bucket": {"uniform_bucket_level_access": True},
    "google_cloud_scheduler_job": {"time_zone": "Asia/Jakarta"},
    "google_project_service": {"disable_on_destroy": False},
}
"""Attribute and value, at any depth."""
PUSHED: Final = (
    "dead_letter_topic",
    "max_delivery_attempts",
    "minimum_backoff",
    "maximum_backoff",
    "audience",
    "service_account_email",
    "message_retention_duration",
    "ack_deadline_seconds",
)
PEOPLES_BUCKETS: Final = ("modules/buckets", {"retention_duration_seconds": 0, "enabled": False})
AUDITED: Final = (
    "cloudkms.googleapis.com",
    "datastore.googleapis.com",
    "iamcredentials.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
)
AUDIT_RULES: Final = 2
FUNCTIONS_ONLY: Final = '"${[for step in module.step : step.member]}"'


def unguarded(terraform: Terraform) -> list[str]:
    """Data that one slip could destroy, and settings that must not be left to defaults."""
    kept = [block for type_ in NEVER_DESTROYED for block in terraform.resources(type_)]
    kept += [block for block in terraform.resources("google_storage_bucket") if block.module == PEOPLES_BUCKETS[0]]
    absent = [type_ for type_ in SETTINGS if not terraform.resources(type_)]
    return [
        *(f"{block.label}: no prevent_destroy" for block in kept if not _has(block, "prevent_destroy", value=True)),
        *(f"{type_}: there is none" for type_ in absent),
        *(
            f"{block.label}: {name} is not {value!r}"
            for type_, wanted in SETTINGS.items()
            for block in terraform.resources(type_)
            for name, value in wanted.items()
            if not _has(block, name, value)
        ),
    ]


def careless_subscriptions(terraform: Terraform) -> list[str]:
    """Push subscriptions without patience, proof of identity or a place to give up to."""
    pushes = [block for block in terraform.resources("google_pubsub_subscription") if "push_config" in block.body]
    return [
        *([] if pushes else ["no push subscription"]),
        *(f"{block.label}: no {name}" for block in pushes for name in PUSHED if not list(nested(block.body, name))),
    ]


def exposed_buckets(terraform: Terraform) -> list[str]:
    """Only the site is public; what people bring in leaves no copies behind."""
    module, wanted = PEOPLES_BUCKETS
    buckets = terraform.resources("google_storage_bucket")
    return [
        *(
            f"{block.label}: public access is not prevented"
            for block in buckets
            if block.module != "modules/site" and not _has(block, "public_access_prevention", "enforced")
        ),
        *(
            f"{block.label}: {name} is not {value!r}"
            for block in buckets
            if block.module == module
            for name, value in wanted.items()
            if not _has(block, name, value)
        ),
        *(f"{block.label}: keeps for ever" for block in buckets if "lifecycle_rule" not in block.body),
    ]


def unseen_people(terraform: Terraform) -> list[str]:
    """Services whose data nobody would see a person read, and people who are let off."""
    rules = terraform.resources("google_project_iam_audit_config")
    audited = {**terraform.locals["modules/project"]["audited"], **terraform.locals[""]["audited_people"]}
    unseen = [service for service in AUDITED if "DATA_READ" not in audited.get(service, [])]
    exempt = [text(each) for rule in rules for each in nested(rule.body, "exempted_members")]
    return [
        *([] if len(rules) == AUDIT_RULES else ["audit: a rule is missing"]),
        *(f"{service}: reading is not written down" for service in unseen),
        *(f"{who} is let off" for who in exempt if who != FUNCTIONS_ONLY),
    ]


def leaking_state(terraform: Terraform) -> list[str]:
    """Values of secrets in a state file."""
    written = terraform.resources("google_secret_manager_secret_version")
    return [f"{block.label}: a value in the state" for block in written if "secret_data" in text(block.body)]


def _has(block: Block, name: str, value: Any) -> bool:
    return value in list(nested(block.body, name))
