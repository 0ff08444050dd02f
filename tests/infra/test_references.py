"""Names lead somewhere, modules get what they need, environments hold values only."""

import pytest

from tools.infra_checks.hcl import read_terraform
from tools.infra_checks.needs import ROOT
from tools.infra_checks.references import circles, dangling, wrong_calls, wrong_values

ENVIRONMENTS = sorted((ROOT / "infra" / "environments").iterdir())


def test_every_name_leads_somewhere_and_every_variable_is_used(terraform):
    assert dangling(terraform) == []


def test_every_module_gets_what_it_declares(terraform):
    assert wrong_calls(terraform) == []


def test_no_modules_wait_for_each_other(terraform):
    assert circles(terraform) == []


def test_modules_that_wait_for_each_other_are_found(copy):
    [circle] = circles(copy.spoil("steps.tf", "local.storage_account\n", 'module.step["lookup"].url\n'))
    assert {"step", "topic"} <= {*circle.split(" -> ")}


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda path: path.name)
def test_an_environment_holds_every_value_and_nothing_else(terraform, environment):
    assert wrong_values(terraform, environment) == []


def test_there_are_three_environments():
    assert [path.name for path in ENVIRONMENTS] == ["dev", "prod", "staging"]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("var.key_protection_level", "var.key_level", "root: var.key_level is not there"),
        ("local.number", "local.num", "root: local.num is not there"),
        ("module.keys.mac_key", "module.key.mac_key", "root: module.key is not there"),
        ("var.backup_days", "14", "root: var.backup_days is never used"),
    ],
)
def test_a_name_that_leads_nowhere_is_found(copy, old, new, finding):
    for file in ("main.tf", "steps.tf", "uses.tf"):
        path = copy.root / file
        path.write_text(path.read_text().replace(old, new))
    assert finding in dangling(read_terraform(copy.root))


def test_a_resource_that_is_not_there_is_found(copy):
    spoilt = copy.spoil("modules/keys/outputs.tf", "google_kms_crypto_key.mac", "google_kms_crypto_key.macs")
    assert dangling(spoilt) == ["modules/keys: google_kms_crypto_key.macs is not there"]


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("main.tf", "  backup_days = var.backup_days\n", "", "state: backup_days is not given"),
        ("main.tf", "  backup_days = ", "  backup_years = ", "state: backup_years is not declared"),
        ("steps.tf", "module.keys.mac_key", "module.keys.key", "keys: no output key"),
    ],
)
def test_a_wrong_call_is_found(copy, file, old, new, finding):
    assert finding in wrong_calls(copy.spoil(file, old, new))


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("workspace_admin ", "workspace_boss ", "workspace_boss: nobody declares it"),
        ("workspace_admin ", "workspace_boss ", "workspace_admin: no value"),
        ("workspace_admin ", "smtp_password ", "smtp_password: belongs to Secret Manager"),
    ],
)
def test_a_wrong_value_is_found(copy, old, new, finding):
    spoilt = copy.spoil("environments/dev/values.tfvars", old, new)
    assert finding in wrong_values(spoilt, copy.root / "environments" / "dev")


def test_an_environment_with_resources_of_its_own_is_found(copy, terraform):
    own = copy.root / "environments" / "dev"
    (own / "main.tf").touch()
    assert wrong_values(terraform, own) == ["main.tf: not a value"]
