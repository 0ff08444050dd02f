"""Data survives a slip, deliveries are patient, buckets are closed."""

import pytest

from tools.infra_checks.guards import careless_subscriptions, exposed_buckets, leaking_state, unguarded, unseen_people

CHANNEL = "modules/channel/main.tf"


def test_data_are_guarded(terraform):
    assert unguarded(terraform) == []


def test_every_push_subscription_is_patient_and_proves_who_pushes(terraform):
    assert careless_subscriptions(terraform) == []


def test_buckets_are_closed_and_forget(terraform):
    assert exposed_buckets(terraform) == []


def test_no_value_of_a_secret_is_in_the_state(terraform):
    assert leaking_state(terraform) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("modules/state/main.tf", "prevent_destroy = true", "prevent_destroy = false"),
        ("modules/keys/main.tf", "prevent_destroy = true", "create_before_destroy = true"),
        ("modules/secrets/main.tf", "prevent_destroy = true", "create_before_destroy = true"),
        ("modules/buckets/main.tf", "prevent_destroy = true", "create_before_destroy = true"),
        ("modules/state/main.tf", "DELETE_PROTECTION_ENABLED", "DELETE_PROTECTION_DISABLED"),
        ("modules/state/main.tf", "POINT_IN_TIME_RECOVERY_ENABLED", "POINT_IN_TIME_RECOVERY_DISABLED"),
        ("modules/keys/main.tf", '"MAC"', '"ENCRYPT_DECRYPT"'),
        (CHANNEL, 'ttl = ""', 'ttl = "2678400s"'),
        ("modules/schedules/main.tf", "Asia/Jakarta", "Etc/UTC"),
        ("modules/schedules/main.tf", "google_cloud_scheduler_job", "google_cloud_tasks_queue"),
    ],
)
def test_a_guard_that_is_gone_is_found(copy, file, old, new):
    assert unguarded(copy.spoil(file, old, new)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dead_letter_topic ", "labels "),
        ("audience ", "labels "),
        ("minimum_backoff", "labels"),
        ("push_config {", "bigquery_config {"),
    ],
)
def test_a_careless_subscription_is_found(copy, old, new):
    assert len(careless_subscriptions(copy.spoil(CHANNEL, old, new))) == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("modules/buckets/main.tf", '"enforced"', '"inherited"'),
        ("modules/packages/main.tf", '"enforced"', '"inherited"'),
        ("modules/buckets/main.tf", "retention_duration_seconds = 0", "retention_duration_seconds = 604800"),
        ("modules/buckets/main.tf", "enabled = false", "enabled = true"),
        ("modules/site/main.tf", "lifecycle_rule", "labels"),
    ],
)
def test_an_open_or_unforgetting_bucket_is_found(copy, file, old, new):
    assert len(exposed_buckets(copy.spoil(file, old, new))) == 1


def test_a_person_who_reads_is_seen(terraform):
    assert unseen_people(terraform) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("audit.tf", '"datastore.googleapis.com" = ["DATA_READ", ', '"datastore.googleapis.com" = ['),
        ("audit.tf", "step.member]", 'step.member if step.member != ""]'),
        ("audit.tf", "google_project_iam_audit_config", "google_project_iam_member"),
        ("modules/project/main.tf", "secretmanager.googleapis.com", "pubsub.googleapis.com"),
    ],
)
def test_reading_that_nobody_would_see_is_found(copy, file, old, new):
    assert len(unseen_people(copy.spoil(file, old, new))) == 1


def test_a_value_in_the_state_is_found(copy):
    resource = '\nresource "google_secret_manager_secret_version" "first" {\n  secret_data = "x"\n}\n\n# ---'
    spoilt = copy.spoil("modules/secrets/main.tf", "\n  # Disabled versions", "\n  # Versions")
    assert leaking_state(spoilt) == []
    (copy.root / "modules/secrets/more.tf").write_text(resource)
    assert len(leaking_state(copy.spoil("modules/secrets/main.tf", "# Versions", "# Old versions"))) == 1
