"""Who may do what."""

import pytest

from devstack.topology import topology
from tools.infra_checks.grants import missing_grants, missing_links, unfit_ingress, wide_grants

GRANTS = "modules/step/grants.tf"


def test_every_use_has_its_grants(terraform):
    assert missing_grants(terraform, topology()) == []


def test_the_accounts_of_google_have_theirs(terraform):
    assert missing_links(terraform) == []


def test_nothing_is_granted_wider_than_needed(terraform):
    assert wide_grants(terraform) == []


def test_only_functions_with_routes_are_public_and_only_behind_the_load_balancer(terraform):
    assert unfit_ingress(terraform) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (GRANTS, '"store") ? ["store"]', '"shop") ? ["store"]', "store: no roles/datastore.user"),
        (GRANTS, "roles/cloudkms.signer", "roles/cloudkms.verifier", "keys: no roles/cloudkms.signer"),
        (GRANTS, "google_pubsub_topic_iam_member", "google_pubsub_topic_iam_binding", "bus: no roles/pubsub.publisher"),
        ("uses.tf", '"directory", "files"', '"directory"', "files: may not sign"),
        ("uses.tf", 'texter       = "texter-token"', "", "texter: reads no secret"),
    ],
)
def test_a_use_without_its_grant_is_found(copy, file, old, new, finding):
    assert any(each.startswith(finding) for each in missing_grants(copy.spoil(file, old, new), topology()))


def test_a_use_that_nobody_knows_is_found(terraform):
    own = topology()
    lookup = own.functions["lookup"].model_copy(update={"uses": ["store", "bus", "oracle"]})
    changed = own.model_copy(update={"functions": own.functions | {"lookup": lookup}})
    assert missing_grants(terraform, changed) == ["oracle: nobody knows which grants it takes"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("modules/dead_letters/main.tf", "roles/pubsub.publisher", "roles/pubsub.viewer"),
        ("modules/channel/main.tf", "roles/pubsub.subscriber", "roles/pubsub.viewer"),
        ("modules/topic/main.tf", "var.storage_account", "var.pubsub_account"),
        ("steps.tf", "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser"),
        ("modules/step/main.tf", "roles/run.invoker", "roles/run.viewer"),
        (GRANTS, "roles/secretmanager.secretAccessor", "roles/secretmanager.viewer"),
        (GRANTS, "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser"),
    ],
)
def test_a_missing_link_is_found(copy, file, old, new):
    assert len(missing_links(copy.spoil(file, old, new))) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (GRANTS, "  condition {", "  remark {", "roles/datastore.user on the whole project"),
        (GRANTS, "roles/datastore.user", "roles/editor", "roles/editor"),
        ("modules/packages/main.tf", '"google_service_account" "builder"', '"google_service_account_key" "b"', "_key"),
        ("modules/buckets/main.tf", "each.value\n}", '"allUsers"\n}', "for everybody"),
    ],
)
def test_a_grant_that_is_too_wide_is_found(copy, file, old, new, finding):
    assert any(finding in each for each in wide_grants(copy.spoil(file, old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ALLOW_INTERNAL_ONLY", "ALLOW_ALL"),
        ('length(var.function.routes) > 0 ? { everybody = "allUsers" } : {}', '{ everybody = "allUsers" }'),
        ("{ push = var.push_member }", "{}"),
    ],
)
def test_a_function_that_is_open_or_closed_by_mistake_is_found(copy, old, new):
    assert len(unfit_ingress(copy.spoil("modules/step/main.tf", old, new))) == 1
